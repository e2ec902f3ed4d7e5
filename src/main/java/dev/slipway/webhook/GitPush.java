package dev.slipway.webhook;

import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Revision;
import dev.slipway.app.Trigger;
import dev.slipway.git.PushReceiver;
import dev.slipway.pipeline.Intake;
import dev.slipway.store.Apps;
import dev.slipway.store.BuildLogs;
import dev.slipway.store.Deployments;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/// `git push` to the engine: the app is created when it is new, the push waits for its deployment
/// and shows its log.
@Singleton
class GitPush implements PushReceiver {
    private final Apps apps;
    private final Deployments deployments;
    private final BuildLogs logs;
    private final Intake intake;
    private final Clock clock;

    GitPush(Apps apps, Deployments deployments, BuildLogs logs, Intake intake, Clock clock) {
        this.apps = apps;
        this.deployments = deployments;
        this.logs = logs;
        this.intake = intake;
        this.clock = clock;
    }

    @Override
    public Optional<String> refusal(AppName app) {
        return apps.find(app)
                .flatMap(known -> known.config().repository())
                .map(from -> "app %s is deployed from %s".formatted(app, from));
    }

    @Override
    public Optional<String> pushed(
            AppName name, BranchName branch, Revision commit, PrintWriter progress) {
        apps.add(new App(name, pushedTo(branch), App.Intent.RUNNING, clock.instant()));
        var app = apps.find(name).orElseThrow();
        if (!app.config().branch().equals(branch)) {
            progress.printf(
                    "%s is kept and not deployed: %s deploys %s%n",
                    branch, name, app.config().branch());
            progress.flush();
            return Optional.empty();
        }
        var deployment = intake.build(name, Trigger.PUSH, Optional.of(commit));
        show(deployment, progress);
        return outcome(deployment, progress);
    }

    /// The first branch that is pushed is the one that is deployed.
    private static AppConfig pushedTo(BranchName branch) {
        return AppConfig.DEFAULT.fetchedFrom(Optional.empty(), branch);
    }

    private void show(Deployment deployment, PrintWriter progress) {
        try {
            logs.copy(deployment.id(), new Lines(progress), () -> !now(deployment).isFinished());
        } catch (IOException e) {
            throw new IllegalStateException("a PrintWriter does not throw", e);
        }
    }

    private Optional<String> outcome(Deployment deployment, PrintWriter progress) {
        return switch (now(deployment).status()) {
            case DeploymentStatus.Live _ -> {
                progress.printf("%s is live%n", deployment.app());
                progress.flush();
                yield Optional.empty();
            }
            case DeploymentStatus.Failed(var failure) ->
                    Optional.of(failure.stage().label() + " failed: " + failure.message());
            case DeploymentStatus.Superseded(var by) ->
                    Optional.of("overtaken by deployment " + by);
            case DeploymentStatus.Cancelled(var reason) -> Optional.of("cancelled: " + reason);
            case DeploymentStatus.Unfinished _ -> Optional.of("not finished");
        };
    }

    private Deployment now(Deployment deployment) {
        return deployments.find(deployment.id()).orElse(deployment);
    }

    /// The log's bytes as text; the log is written in whole lines, so no character is ever cut.
    private static final class Lines extends OutputStream {
        private final PrintWriter progress;

        private Lines(PrintWriter progress) {
            this.progress = progress;
        }

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            progress.print(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {
            progress.flush();
        }
    }
}
