package dev.slipway.lab.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Who asks what of which hosts, all of them on this machine's proxy. Each method adds so many
/// clients of a kind.
public final class Load {
    private static final Duration BRISK = Duration.ofMillis(10);
    private static final Duration HUMAN = Duration.ofMillis(1500);

    /// A client that is yet to be made.
    record Wanted(String kind, Supplier<Client> client) {}

    private final int port;
    private final List<String> hosts;
    private final List<Wanted> wanted = new ArrayList<>();

    private Load(int port, List<String> hosts) {
        this.port = port;
        this.hosts = List.copyOf(hosts);
    }

    public static Load on(int port, String host) {
        return on(port, List.of(host));
    }

    /// Each request goes to any of the hosts.
    public static Load on(int port, List<String> hosts) {
        return new Load(port, hosts);
    }

    public Load keepAlive(int clients) {
        return with("keep-alive GET", clients, () -> new Requests("GET", "/", true, BRISK));
    }

    /// Without a pause: as fast as the answers come.
    public Load hurried(int clients) {
        return with("hurried GET", clients, () -> new Requests("GET", "/", true, Duration.ZERO));
    }

    /// Keep-alive connections that lie idle for a while between requests.
    public Load browsers(int clients) {
        return with("browser", clients, () -> new Requests("GET", "/", true, HUMAN));
    }

    public Load posts(int clients) {
        return with("keep-alive POST", clients, () -> new Requests("POST", "/", true, BRISK));
    }

    public Load newConnections(int clients) {
        return with("new connection", clients, () -> new Requests("GET", "/", false, BRISK));
    }

    /// Answered after a second.
    public Load slow(int clients) {
        return with("slow GET", clients, () -> new Requests("GET", "/?ms=1000", true, BRISK));
    }

    public Load downloads(int clients, Duration time) {
        return with("download", clients, () -> new Downloads(time));
    }

    public Load uploads(int clients, Duration time) {
        return with("upload", clients, () -> new Uploads(time));
    }

    /// Each is closed by the client after this time, and never by anybody else.
    public Load webSockets(int clients, Duration time) {
        return with("WebSocket", clients, () -> new WebSockets(time, Outcome.TRUNCATED));
    }

    /// Each is held until it is ended by the other side: [LoadResult#ended()].
    public Load heldWebSockets(int clients) {
        return with(
                "held WebSocket",
                clients,
                () -> new WebSockets(Duration.ofHours(1), Outcome.ENDED));
    }

    public RunningLoad start() {
        return RunningLoad.start(new Target(port, hosts), wanted);
    }

    private Load with(String kind, int clients, Supplier<Client> client) {
        IntStream.range(0, clients).forEach(_ -> wanted.add(new Wanted(kind, client)));
        return this;
    }
}
