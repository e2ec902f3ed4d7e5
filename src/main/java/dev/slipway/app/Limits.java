package dev.slipway.app;

/// What one instance may use. `memoryMb`: MiB, 6 (Docker's own minimum) to 1 TiB; `pids`: processes
/// and threads, 1 to 1,000,000; `cpuShares`: relative weight as in cgroup v1, 2 to 262144, 1024 is
/// normal.
public record Limits(int memoryMb, int pids, int cpuShares) {
    public static final Limits DEFAULT = new Limits(512, 512, 1024);

    /// @throws Complaint when a limit is out of its range
    public Limits {
        Complaint.unlessWithin(6, 1 << 20, memoryMb, "Memory limit (MiB)");
        Complaint.unlessWithin(1, 1_000_000, pids, "Process limit");
        Complaint.unlessWithin(2, 262_144, cpuShares, "CPU shares");
    }
}
