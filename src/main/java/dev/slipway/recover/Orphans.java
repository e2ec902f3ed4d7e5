package dev.slipway.recover;

import static java.util.Comparator.comparingInt;

import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.docker.Containers.OwnContainer;
import dev.slipway.docker.Labels;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The containers of one app that the store does not know.
record Orphans(AppName app, List<OwnContainer> containers) {
    /// Those of the release that is served: the one that the proxy leads to, else the newest that
    /// runs, else the newest.
    ///
    /// @param routes of the proxy, each as `Route.line()` spells it
    List<OwnContainer> serving(Collection<String> routes) {
        int release =
                containers.stream()
                        .max(
                                comparingInt((OwnContainer c) -> isRouted(c, routes) ? 1 : 0)
                                        .thenComparingInt(c -> c.status() == Status.RUNNING ? 1 : 0)
                                        .thenComparingInt(Orphans::release))
                        .map(Orphans::release)
                        .orElseThrow();
        return containers.stream().filter(c -> release(c) == release).toList();
    }

    int highestRelease() {
        return containers.stream().mapToInt(Orphans::release).max().orElseThrow();
    }

    static int release(OwnContainer container) {
        return Integer.parseInt(label(container, Labels.RELEASE));
    }

    static String label(OwnContainer container, String name) {
        return Objects.requireNonNull(container.labels().get(name), name);
    }

    /// The port that the proxy sends to, else the one that the app was told.
    static int port(OwnContainer container, Collection<String> routes) {
        return routes.stream()
                .map(line -> portIn(line, container.ip()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> Integer.parseInt(container.env().getOrDefault("PORT", "8080")));
    }

    /// The routes that lead to this container, by host.
    static SortedMap<HostName, String> routesTo(
            OwnContainer container, SortedMap<HostName, String> routes) {
        var found = new TreeMap<>(routes);
        found.values().removeIf(line -> portIn(line, container.ip()).isEmpty());
        return found;
    }

    /// @param line as `Route.line()` spells a route to instances
    static boolean isGuarded(String line) {
        return line.contains("! ");
    }

    private static boolean isRouted(OwnContainer container, Collection<String> routes) {
        return routes.stream().anyMatch(line -> portIn(line, container.ip()).isPresent());
    }

    private static Optional<Integer> portIn(String line, String ip) {
        var found = Pattern.compile("(?:^|[ ,])" + Pattern.quote(ip) + ":([0-9]+)").matcher(line);
        return found.find() ? Optional.of(Integer.parseInt(found.group(1))) : Optional.empty();
    }
}
