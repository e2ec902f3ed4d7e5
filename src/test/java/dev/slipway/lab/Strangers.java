package dev.slipway.lab;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Containers, networks and images that are none of an engine's, though they look like it: one of
/// each has a name as it gives them and no label, the other has the label of another engine.
public final class Strangers implements AutoCloseable {
    private final List<String> containers;
    private final List<String> networks;
    private final List<String> images;

    private Strangers(String engine) {
        var named = engine + "-stranger-1";
        var label = "slipway.engine=" + engine + "-other";
        containers = List.of(container("--name", named), container("--label", label));
        networks =
                List.of(
                        Shell.run("docker", "network", "create", named),
                        Shell.run(
                                "docker", "network", "create", "--label", label, named + "-other"));
        images =
                List.of(
                        image("LABEL stranger=" + engine, engine + "/stranger:1"),
                        image("LABEL " + label, engine + "-other/stranger:1"));
    }

    public static Strangers of(Ground ground) {
        return of(ground.name());
    }

    public static Strangers of(String engine) {
        return new Strangers(engine);
    }

    /// Which of them there are, and since when they run.
    public Set<String> seen() {
        var seen = new TreeSet<String>();
        containers.forEach(id ->
                look("container", "{{.Id}} {{.State.Running}} {{.State.StartedAt}}", id, seen));
        networks.forEach(id -> look("network", "{{.Id}}", id, seen));
        images.forEach(id -> look("image", "{{.Id}} {{.RepoTags}}", id, seen));
        return seen;
    }

    @Override
    public void close() {
        remove(Stream.of("docker", "container", "rm", "--force", "--volumes"), containers);
        remove(Stream.of("docker", "network", "rm"), networks);
        remove(Stream.of("docker", "image", "rm", "--force"), images);
    }

    private static void look(String kind, String format, String id, Set<String> seen) {
        if (Shell.succeeds("docker", kind, "inspect", id)) {
            seen.add(Shell.run("docker", kind, "inspect", "--format", format, id));
        }
    }

    private static void remove(Stream<String> command, List<String> ids) {
        Shell.run(Stream.concat(command, ids.stream()).toArray(String[]::new));
    }

    private static String container(String option, String value) {
        return Shell.run(
                "docker",
                "run",
                "--detach",
                "--network",
                "none",
                option,
                value,
                "--entrypoint",
                "busybox",
                ProxyContainer.IMAGE,
                "sleep",
                "3600");
    }

    private static String image(String change, String tag) {
        return Shell.run(
                "bash",
                "-c",
                "tar -c --files-from /dev/null | docker import --change '%s' - %s"
                        .formatted(change, tag));
    }
}
