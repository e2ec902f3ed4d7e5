package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.app.AppConfig;
import dev.slipway.app.BranchName;
import dev.slipway.app.BuildConfig;
import dev.slipway.app.Environment;
import dev.slipway.app.HostName;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Limits;
import dev.slipway.app.Probation;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Resilience;
import dev.slipway.app.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An app as outsiders write and read it. What is left out stays as it is; `webhookSecret` is never
/// given out.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppSpec(
        @Nullable String name,
        @Nullable String repository,
        @Nullable String branch,
        @Nullable String webhookSecret,
        @Nullable Integer port,
        @Nullable String healthPath,
        @Nullable Map<String, String> env,
        @Nullable List<String> hosts,
        @Nullable Integer replicas,
        @Nullable Build build,
        @Nullable String image,
        @Nullable LimitSpec limits,
        @Nullable EdgeSpec edge,
        @Nullable Integer spare,
        @Nullable Long startTimeoutMs,
        @Nullable ProbationSpec probation) {

    public record Build(
            @Nullable String dockerfile,
            @Nullable String context,
            @Nullable Map<String, String> args) {}

    public record LimitSpec(
            @Nullable Integer memoryMb, @Nullable Integer pids, @Nullable Integer cpuShares) {}

    public record ProbationSpec(
            @Nullable Long timeMs,
            @Nullable Integer errorPercent,
            @Nullable Integer latencyFactor,
            @Nullable Integer losses,
            @Nullable Long outageMs) {}

    static AppSpec of(AppConfig config) {
        return new AppSpec(
                null,
                config.repository().map(RepositoryUrl::toString).orElse(null),
                config.branch().value(),
                null,
                config.port().orElse(null),
                config.healthPath(),
                config.env().variables(),
                config.hosts().stream().map(HostName::value).toList(),
                config.replicas(),
                new Build(
                        config.build().dockerfile(),
                        config.build().context(),
                        config.build().args()),
                config.image().map(ImageRef::value).orElse(null),
                new LimitSpec(
                        config.limits().memoryMb(),
                        config.limits().pids(),
                        config.limits().cpuShares()),
                EdgeSpec.of(config.edge()),
                config.resilience().spare(),
                config.resilience().startTimeout().map(Duration::toMillis).orElse(null),
                of(config.resilience().probation()));
    }

    private static ProbationSpec of(Probation probation) {
        return new ProbationSpec(
                probation.time().toMillis(),
                probation.errorPercent(),
                probation.latencyFactor(),
                probation.losses(),
                probation.outage().toMillis());
    }

    /// @throws dev.slipway.app.Complaint when a field is not valid
    AppConfig over(AppConfig before) {
        return new AppConfig(
                Optional.ofNullable(repository).map(RepositoryUrl::new).or(before::repository),
                branch == null ? before.branch() : new BranchName(branch),
                Optional.ofNullable(webhookSecret).map(Secret::new).or(before::webhookSecret),
                Optional.ofNullable(port).or(before::port),
                or(healthPath, before.healthPath()),
                env == null ? before.env() : new Environment(env),
                hosts == null ? before.hosts() : hosts.stream().map(HostName::new).toList(),
                or(replicas, before.replicas()),
                build == null ? before.build() : over(before.build(), build),
                Optional.ofNullable(image).map(ImageRef::new).or(before::image),
                limits == null ? before.limits() : over(before.limits(), limits),
                edge == null ? before.edge() : edge.over(before.edge()),
                resilience(before.resilience()));
    }

    private Resilience resilience(Resilience before) {
        return new Resilience(
                Optional.ofNullable(startTimeoutMs)
                        .map(Duration::ofMillis)
                        .or(before::startTimeout),
                or(spare, before.spare()),
                probation == null ? before.probation() : over(before.probation(), probation));
    }

    private static Probation over(Probation before, ProbationSpec probation) {
        return new Probation(
                ofMillis(probation.timeMs(), before.time()),
                or(probation.errorPercent(), before.errorPercent()),
                or(probation.latencyFactor(), before.latencyFactor()),
                or(probation.losses(), before.losses()),
                ofMillis(probation.outageMs(), before.outage()));
    }

    private static BuildConfig over(BuildConfig before, Build build) {
        return new BuildConfig(
                or(build.dockerfile(), before.dockerfile()),
                or(build.context(), before.context()),
                or(build.args(), before.args()));
    }

    private static Limits over(Limits before, LimitSpec limits) {
        return new Limits(
                or(limits.memoryMb(), before.memoryMb()),
                or(limits.pids(), before.pids()),
                or(limits.cpuShares(), before.cpuShares()));
    }

    private static Duration ofMillis(@Nullable Long ms, Duration before) {
        return ms == null ? before : Duration.ofMillis(ms);
    }

    static <T> T or(@Nullable T value, T before) {
        return value == null ? before : value;
    }
}
