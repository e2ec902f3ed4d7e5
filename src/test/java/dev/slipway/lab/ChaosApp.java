package dev.slipway.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// An app that can be broken in every way that a process can break, from inside and from outside.
/// Its web server is a child of a shell that obeys the files `/exit` (ends with the code in it),
/// `/eat` (takes all the memory there is) and `/slow` (its next start takes 4 s).
public record ChaosApp(AppUnderTest app) {
    private static final String SCRIPT =
            """
            /busybox rm -f /exit /eat
            [ -e /slow ] && /busybox rm /slow && /busybox sleep 4
            echo well > /www/health
            /busybox httpd -f -p 0.0.0.0:$PORT -h /www &
            server=$!
            echo "serving on $PORT"
            while /busybox kill -0 $server 2>/dev/null; do
              [ -e /eat ] && exec /busybox tail /dev/zero
              [ -e /exit ] && exit "$(/busybox cat /exit)"
              /busybox usleep 20000
            done
            exit 70
            """;

    /// Commits, deploys with these settings, and waits until it is live.
    ///
    /// @param settings JSON of what the app has besides name and health path
    public static ChaosApp deploy(
            Engine engine, GitServer git, Path folder, String name, String settings) {
        var app = AppUnderTest.create(engine, git, folder, name);
        engine.post(
                        "/api/apps",
                        "{\"name\":\"%s\",\"healthPath\":\"/health\",\"limits\":{\"memoryMb\":32}%s}"
                                .formatted(name, settings))
                .then()
                .statusCode(201);
        var deployment = app.run(SCRIPT);
        if (!deployment.path("status").asText().equals("live")) {
            throw new AssertionError(deployment);
        }
        return new ChaosApp(app);
    }

    public String name() {
        return app.name();
    }

    /// The containers of the instances in this state.
    public List<String> containers(String state) {
        return app.state()
                .path("instances")
                .valueStream()
                .filter(instance -> instance.path("state").asText().equals(state))
                .map(instance -> instance.path("container").asText())
                .toList();
    }

    /// One of those that serve.
    public String anyContainer() {
        var ready = containers("ready");
        return ready.get(ThreadLocalRandom.current().nextInt(ready.size()));
    }

    public JsonNode incidents() {
        return app.engine().get("/api/apps/%s/incidents".formatted(name()));
    }

    public static void makeFile(String container, String file, String content) {
        inside(container, "echo %s > %s".formatted(content, file));
    }

    private static void inside(String container, String script) {
        Shell.run("docker", "exec", container, "/busybox", "sh", "-c", script);
    }

    /// Signals all its processes from the host, as the kernel or a person there would: Docker does
    /// not know who it was.
    public static void signal(String container, String signal) {
        Shell.run("docker", "top", container, "-o", "pid")
                .lines()
                .skip(1)
                .forEach(pid -> Shell.succeeds("kill", "-" + signal, pid.strip()));
    }

    public static boolean isRunning(String container) {
        return Shell.run("docker", "inspect", "-f", "{{.State.Status}}", container)
                .equals("running");
    }

    /// The web server stays where it is: the kernel goes on accepting connections for it.
    public static void freezeServer(String container) {
        Shell.run("docker", "top", container, "-o", "pid,args")
                .lines()
                .filter(line -> line.contains("httpd"))
                .map(line -> line.strip().replaceFirst("\\s.*", ""))
                .forEach(pid -> Shell.run("kill", "-STOP", pid));
    }

    public static void makeUnwell(String container) {
        inside(container, "/busybox rm /www/health");
    }
}
