package dev.slipway.lab.load;

/// Somebody who asks, over and over.
interface Client {
    /// Until it is over; what has begun by then is brought to its end.
    void run(Target target, Tally tally) throws InterruptedException;
}
