package dev.slipway.dashboard;

import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Elapsed;
import dev.slipway.app.Revision;
import dev.slipway.app.Stage;
import java.time.Instant;
import java.util.Optional;

/// A deployment in the list. `release`, `commit` and `failure` are empty while there is none.
/// `duration` runs from its acceptance to its end and is empty until then.
public record DeploymentLine(
        String id,
        String app,
        String status,
        boolean finished,
        String trigger,
        String release,
        String commit,
        String failure,
        String duration,
        Moment createdAt) {
    static DeploymentLine of(Deployment deployment) {
        return new DeploymentLine(
                deployment.id().value(),
                deployment.app().value(),
                deployment.status().label(),
                deployment.isFinished(),
                deployment.trigger().label(),
                deployment.release().map(Object::toString).orElse(""),
                deployment.commit().map(Revision::brief).orElse(""),
                failure(deployment.status()),
                duration(deployment).map(Elapsed::toString).orElse(""),
                Moment.of(deployment.createdAt()));
    }

    private static String failure(DeploymentStatus status) {
        return status instanceof DeploymentStatus.Failed(var failure)
                ? failure.stage().label() + ": " + failure.message()
                : "";
    }

    private static Optional<Elapsed> duration(Deployment deployment) {
        return Optional.of(deployment)
                .filter(Deployment::isFinished)
                .flatMap(DeploymentLine::end)
                .map(end -> Elapsed.between(deployment.createdAt(), end));
    }

    /// Retirement comes after the end.
    private static Optional<Instant> end(Deployment deployment) {
        return deployment.stages().stream()
                .filter(time -> time.stage() != Stage.RETIRE)
                .flatMap(time -> time.finishedAt().stream())
                .max(Instant::compareTo);
    }
}
