package dev.slipway.nginx;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.nginx.AdminSocket.Answer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The admin socket of `nginx/admin.lua`. Each call is a connection of its own, so any number of
/// threads may call.
@Singleton
public final class NginxEdge implements Edge {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final EdgeFiles files;

    public NginxEdge(EdgeFiles files) {
        this.files = files;
    }

    @Override
    public void put(HostName host, Route route) {
        expect(204, "PUT", "/routes/" + host, route.line());
    }

    @Override
    public void remove(HostName host) {
        expect(204, "DELETE", "/routes/" + host, "");
    }

    @Override
    public SortedMap<HostName, String> routes() {
        var routes = new TreeMap<HostName, String>();
        get("/routes")
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(route -> routes.put(new HostName(route[0]), route[1]));
        return routes;
    }

    @Override
    public int inFlight(Address instance) {
        return Integer.parseInt(get("/inflight/" + instance));
    }

    @Override
    public void challenge(String token, String answer) {
        expect(204, "PUT", "/challenges/" + token, answer);
    }

    @Override
    public void endChallenge(String token) {
        expect(204, "DELETE", "/challenges/" + token, "");
    }

    @Override
    public List<EdgeCount> traffic() {
        return get("/traffic").lines().flatMap(line -> EdgeCount.parse(line).stream()).toList();
    }

    @Override
    public Optional<Status> status() {
        try {
            var said = new HashMap<String, String>();
            socket().ask("GET", "/status", "", GLANCE)
                    .body()
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> said.put(pair[0], pair[1]));
            return Optional.of(
                    new Status(
                            said.getOrDefault("generation", ""),
                            said.getOrDefault("loaded", ""),
                            Integer.parseInt(said.getOrDefault("waiting", "0"))));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void quiesce() {
        expect(204, "PUT", "/quiesce", "");
    }

    @Override
    public void resume() {
        expect(204, "DELETE", "/quiesce", "");
    }

    private AdminSocket socket() {
        return new AdminSocket(files.socket());
    }

    private String get(String target) {
        return expect(200, "GET", target, "");
    }

    private String expect(int status, String method, String target, String body) {
        var answer = ask(method, target, body);
        if (answer.status() != status) {
            throw new EdgeTrouble(
                    "The proxy refused %s %s with %d: %s"
                            .formatted(method, target, answer.status(), answer.body()));
        }
        return answer.body();
    }

    private Answer ask(String method, String target, String body) {
        try {
            return socket().ask(method, target, body, PATIENCE);
        } catch (IOException e) {
            throw new EdgeTrouble(
                    "The proxy does not answer %s %s on %s within %d s: %s. Is its container running?"
                            .formatted(
                                    method,
                                    target,
                                    socket().path(),
                                    PATIENCE.toSeconds(),
                                    e.getMessage()),
                    e);
        }
    }
}
