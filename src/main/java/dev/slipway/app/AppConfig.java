package dev.slipway.app;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What its owner wants of an app. `repository` is absent for an app that is pushed straight to the
/// engine, `image` is present for one that is not built but run from a registry's image; `port` is
/// where it listens, found out when absent; `healthPath` is asked by HTTP GET; `hosts` come on top
/// of `<app>.<domain>`; `replicas` is 1 to 12, so that two releases fit into the 29 addresses of
/// the app's network. `edge` is what the proxy does for it, `resilience` what is done so that it
/// stays up.
public record AppConfig(
        Optional<RepositoryUrl> repository,
        BranchName branch,
        Optional<Secret> webhookSecret,
        Optional<Integer> port,
        String healthPath,
        Environment env,
        List<HostName> hosts,
        int replicas,
        BuildConfig build,
        Optional<ImageRef> image,
        Limits limits,
        EdgeConfig edge,
        Resilience resilience) {
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^\"#\\\\]]{0,1023}");
    public static final int MAX_REPLICAS = 12;

    public static final AppConfig DEFAULT =
            new AppConfig(
                    Optional.empty(),
                    BranchName.MAIN,
                    Optional.empty(),
                    Optional.empty(),
                    "/",
                    Environment.EMPTY,
                    List.of(),
                    1,
                    BuildConfig.DEFAULT,
                    Optional.empty(),
                    Limits.DEFAULT,
                    EdgeConfig.DEFAULT,
                    Resilience.DEFAULT);

    /// @throws Complaint when a number is out of range or the health path is no URL path
    public AppConfig {
        port.ifPresent(p -> Complaint.unlessWithin(1, 65_535, p, "Port"));
        Complaint.unlessMatches(
                PATH, healthPath, "Health path", "give a URL path such as /healthz");
        hosts = hosts.stream().distinct().sorted().toList();
        Complaint.unlessWithin(1, MAX_REPLICAS, replicas, "Replicas");
    }

    /// The same with another source.
    public AppConfig fetchedFrom(Optional<RepositoryUrl> repository, BranchName branch) {
        return new AppConfig(
                repository,
                branch,
                webhookSecret,
                port,
                healthPath,
                env,
                hosts,
                replicas,
                build,
                image,
                limits,
                edge,
                resilience);
    }

    /// What can be told of a running container whose configuration is lost.
    public AppConfig asSeen(int port, Environment env) {
        return new AppConfig(
                repository,
                branch,
                webhookSecret,
                Optional.of(port),
                healthPath,
                env,
                hosts,
                replicas,
                build,
                image,
                limits,
                edge,
                resilience);
    }

    /// The same at these hosts, too.
    ///
    /// @param guarded whether not everybody was let in: when nothing here says who was, nobody is
    ///   until its owner says so
    public AppConfig servedAt(List<HostName> more, boolean guarded) {
        return new AppConfig(
                repository,
                branch,
                webhookSecret,
                port,
                healthPath,
                env,
                Stream.concat(hosts.stream(), more.stream()).toList(),
                replicas,
                build,
                image,
                limits,
                guarded && !edge.restrictsVisitors() ? edge.underMaintenance() : edge,
                resilience);
    }

    /// Whether going from this configuration to `other` needs new containers, so a new release.
    public boolean runsUnlike(AppConfig other) {
        return !port.equals(other.port)
                || !env.equals(other.env)
                || replicas != other.replicas
                || !healthPath.equals(other.healthPath)
                || !limits.equals(other.limits)
                || resilience.spare() != other.resilience.spare()
                || edge.grpc() != other.edge.grpc()
                || !image.equals(other.image);
    }
}
