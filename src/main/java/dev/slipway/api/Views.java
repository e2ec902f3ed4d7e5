package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.app.AppName;
import dev.slipway.app.Delivery;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Incident;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Receipt;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.app.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The answers of the API, field by field as the contract names them.
final class Views {
    private Views() {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record AppView(
            String name,
            String state,
            String url,
            Optional<Integer> release,
            Optional<String> commit,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<InstanceView> instances,
            AppSpec desired,
            Optional<String> edgeProblem,
            Optional<String> deployment) {}

    record InstanceView(
            String id,
            String container,
            String address,
            int port,
            String state,
            Instant since,
            int restarts) {
        static InstanceView of(Instance instance) {
            return new InstanceView(
                    instance.id().value(),
                    instance.container(),
                    instance.address().ip(),
                    instance.address().port(),
                    instance.state().label(),
                    instance.since(),
                    instance.restarts());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record DeploymentView(
            String id,
            String app,
            Optional<Integer> release,
            Optional<String> commit,
            String trigger,
            String status,
            Optional<FailureView> failure,
            Optional<String> supersededBy,
            Optional<String> reason,
            List<StageView> stages,
            Optional<ReceiptView> receipt,
            Instant createdAt) {
        static DeploymentView of(Deployment deployment, Optional<Receipt> receipt) {
            return new DeploymentView(
                    deployment.id().value(),
                    deployment.app().value(),
                    deployment.release(),
                    deployment.commit().map(Revision::value),
                    deployment.trigger().label(),
                    deployment.status().label(),
                    failure(deployment.status()),
                    supersededBy(deployment.status()),
                    reason(deployment.status()),
                    deployment.stages().stream().map(StageView::of).toList(),
                    receipt.map(ReceiptView::of),
                    deployment.createdAt());
        }

        private static Optional<FailureView> failure(DeploymentStatus status) {
            return status instanceof DeploymentStatus.Failed(var failure)
                    ? Optional.of(new FailureView(failure.stage().label(), failure.message()))
                    : Optional.empty();
        }

        /// Why it ended otherwise than live.
        private static Optional<String> reason(DeploymentStatus status) {
            return switch (status) {
                case DeploymentStatus.Failed(var failure) -> Optional.of(failure.message());
                case DeploymentStatus.Superseded(var by) ->
                        Optional.of("overtaken by deployment " + by);
                case DeploymentStatus.Cancelled(var reason) -> Optional.of(reason);
                case DeploymentStatus.Live _, DeploymentStatus.Unfinished _ -> Optional.empty();
            };
        }

        private static Optional<String> supersededBy(DeploymentStatus status) {
            return status instanceof DeploymentStatus.Superseded(var by)
                    ? Optional.of(by.value())
                    : Optional.empty();
        }
    }

    record FailureView(String stage, String message) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record StageView(String name, Instant startedAt, Optional<Instant> finishedAt) {
        static StageView of(Deployment.StageTime time) {
            return new StageView(time.stage().label(), time.startedAt(), time.finishedAt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ReceiptView(
            long requests, long failed, Optional<Long> p50Ms, Optional<Long> p99Ms, long switchMs) {
        static ReceiptView of(Receipt receipt) {
            return new ReceiptView(
                    receipt.requests(),
                    receipt.failed(),
                    receipt.p50().map(Duration::toMillis),
                    receipt.p99().map(Duration::toMillis),
                    receipt.switchTime().toMillis());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ReleaseView(
            int release, Optional<String> commit, String image, Instant createdAt, boolean live) {
        static ReleaseView of(Release release, Optional<Release> live) {
            return new ReleaseView(
                    release.number(),
                    release.commit().map(Revision::value),
                    release.image().value(),
                    release.createdAt(),
                    live.filter(l -> l.number() == release.number()).isPresent());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record IncidentView(
            String id,
            Optional<String> app,
            Optional<String> instance,
            String cause,
            String detail,
            Optional<Integer> exitCode,
            boolean oom,
            String action,
            Instant detectedAt,
            Optional<Instant> restoredAt,
            long detectMs,
            Optional<Long> restoreMs,
            String logTail,
            List<UsageView> usage) {
        static IncidentView of(Incident incident) {
            return new IncidentView(
                    incident.id(),
                    incident.app().map(AppName::value),
                    incident.instance().map(InstanceId::value),
                    incident.cause().label(),
                    incident.detail(),
                    incident.exitCode(),
                    incident.outOfMemory(),
                    incident.action(),
                    incident.detectedAt(),
                    incident.restoredAt(),
                    incident.detectDelay().toMillis(),
                    incident.timeToRestore().map(Duration::toMillis),
                    incident.logTail(),
                    incident.usage().stream().map(UsageView::of).toList());
        }
    }

    record UsageView(Instant at, double cpuPercent, long memoryBytes) {
        static UsageView of(Usage usage) {
            return new UsageView(usage.at(), usage.cpuPercent(), usage.memoryBytes());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record DeliveryView(
            String id,
            String provider,
            String event,
            String app,
            String decision,
            String reason,
            Instant receivedAt,
            Optional<String> deployment) {
        static DeliveryView of(Delivery delivery) {
            return new DeliveryView(
                    delivery.id(),
                    delivery.provider(),
                    delivery.event(),
                    delivery.app().value(),
                    delivery.decision().name().toLowerCase(Locale.ROOT),
                    delivery.reason(),
                    delivery.receivedAt(),
                    delivery.deployment().map(DeploymentId::value));
        }
    }
}
