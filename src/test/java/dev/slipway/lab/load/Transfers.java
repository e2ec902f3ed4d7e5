package dev.slipway.lab.load;

import java.io.IOException;
import java.time.Duration;

/// One long request after another, each on a connection of its own.
abstract class Transfers implements Client {
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(50);

    @Override
    public final void run(Target target, Tally tally) throws InterruptedException {
        while (!target.isOver()) {
            try (var connection = Connection.open(target.port())) {
                transfer(connection, target, tally);
            } catch (Broken e) {
                tally.failed(e);
                Thread.sleep(AFTER_REFUSAL);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    abstract void transfer(Connection connection, Target target, Tally tally)
            throws IOException, InterruptedException;
}
