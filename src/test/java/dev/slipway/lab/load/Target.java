package dev.slipway.lab.load;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// Where the load goes, and whether it still does.
record Target(int port, List<String> hosts, LongAdder answers, AtomicBoolean over) {
    Target(int port, List<String> hosts) {
        this(port, List.copyOf(hosts), new LongAdder(), new AtomicBoolean());
    }

    /// Any of them.
    String host() {
        return hosts.get(ThreadLocalRandom.current().nextInt(hosts.size()));
    }

    boolean isOver() {
        return over.get();
    }
}
