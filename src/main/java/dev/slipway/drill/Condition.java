package dev.slipway.drill;

import static java.util.Comparator.comparingInt;

import dev.slipway.app.App;
import dev.slipway.app.AppState;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.Trigger;
import java.util.List;
import java.util.Optional;

/// An app at one moment, as far as a drill cares. Pure.
///
/// @param last the app's newest deployment
/// @param onProbation whether its release is: a drill would have it rolled back
record Condition(
        App app, List<Instance> instances, Optional<Deployment> last, boolean onProbation) {
    private static final Optional<String> NOT_WHOLE =
            Optional.of("is not whole: wait until all its instances are ready");

    private static final Optional<String> ON_PROBATION =
            Optional.of("has a release on probation: wait until that is over");

    /// Why no fault may be put into it now; empty when it is live and whole.
    Optional<String> objection() {
        return obstacle().map(obstacle -> "App %s %s".formatted(app.name(), obstacle));
    }

    private Optional<String> obstacle() {
        if (app.config().edge().maintenance()) {
            return Optional.of("is under maintenance and nobody reaches it: end that first");
        }
        return switch (AppState.of(app, instances, last)) {
            case REGISTERED, FAILED -> Optional.of("runs nothing: deploy it first");
            case DEPLOYING -> Optional.of("has a deployment under way: wait until it has ended");
            case STOPPED -> Optional.of("is stopped: start it first");
            case DEGRADED -> NOT_WHOLE;
            case LIVE -> isStarting() ? NOT_WHOLE : ON_PROBATION.filter(_ -> onProbation);
        };
    }

    private boolean isStarting() {
        return instances.stream().anyMatch(i -> i.state() == Instance.State.STARTING);
    }

    /// The instance that gets the next fault: the one that was brought back least often, lest the
    /// healer sees a crash loop. There is one when there is no objection.
    Instance target() {
        return instances.stream()
                .filter(Instance::isReady)
                .min(comparingInt(Instance::restarts))
                .orElseThrow();
    }

    Optional<DeploymentId> newest() {
        return last.map(Deployment::id);
    }

    /// What its owner has done since the newest deployment was this one; empty when nothing.
    Optional<String> interruption(Optional<DeploymentId> before) {
        if (app.intent() == App.Intent.REMOVED) {
            return Optional.of("the app was removed");
        }
        if (newest().equals(before) && app.isWanted()) {
            return Optional.of("the app was put under maintenance")
                    .filter(_ -> app.config().edge().maintenance());
        }
        var stopped =
                !app.isWanted() || last.map(Deployment::trigger).equals(Optional.of(Trigger.STOP));
        return Optional.of(stopped ? "the app was stopped" : "the app was deployed");
    }
}
