package dev.slipway.build;

import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.config.EngineConfig;
import dev.slipway.pipeline.BuildInbox;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Lanes;
import dev.slipway.pipeline.LaunchInbox;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.StageVerticle;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The build stage: apps side by side, up to the configured number. Each app stands in the queue
/// with one build at a time and the queue is fair, so no app waits for all builds of another one.
/// Builds that nobody wants any more, or that take too long, are broken off.
@Singleton
public class BuildVerticle extends StageVerticle<BuildInbox> {
    private static final Duration BETWEEN_FENCES = Duration.ofMillis(500);

    private final Journal journal;
    private final ReleaseMaker maker;
    private final DiskReserve disk;
    private final BuildFence fence;
    private final Lanes lanes = new Lanes();
    private final Semaphore slots;
    private final Duration timeout;
    private final Map<DeploymentId, StoppableWork> builds = new ConcurrentHashMap<>();

    BuildVerticle(
            PipelineBus bus,
            Journal journal,
            ReleaseMaker maker,
            DiskReserve disk,
            BuildFence fence,
            EngineConfig config) {
        super(bus, BuildInbox.class);
        this.journal = journal;
        this.maker = maker;
        this.disk = disk;
        this.fence = fence;
        this.slots = new Semaphore(slots(config.build().parallel()), true);
        this.timeout = config.build().timeout();
    }

    @Override
    protected void accept(BuildInbox event) {
        switch (event) {
            case BuildInbox.DeploymentRequested(var app, var id) ->
                    lanes.run(app, () -> inTurn(id));
            case BuildInbox.BuildUnwanted(_, var id) -> stop(id, "nobody wants it any more");
        }
    }

    @Override
    public void stop() {
        lanes.close();
    }

    private void stop(DeploymentId id, String reason) {
        var build = builds.get(id);
        if (build != null) {
            build.stop(reason);
        }
    }

    /// A deployment that was overtaken gives its place away as soon as it has it.
    private void inTurn(DeploymentId id) {
        slots.acquireUninterruptibly();
        try {
            journal.attempt(id, this::build);
        } finally {
            slots.release();
        }
    }

    private void build(Deployment deployment) {
        var refusal = disk.refusal();
        if (refusal.isPresent()) {
            journal.fail(deployment, refusal.get());
            return;
        }
        switch (makeWithin(deployment)) {
            case ReleaseMaker.Outcome.Made() ->
                    emit(new LaunchInbox.LaunchRequested(deployment.app(), deployment.id()));
            case ReleaseMaker.Outcome.Rejected(var message) -> journal.fail(deployment, message);
            case ReleaseMaker.Outcome.Unwanted() -> {}
        }
    }

    private ReleaseMaker.Outcome makeWithin(Deployment deployment) {
        var work = new StoppableWork();
        builds.put(deployment.id(), work);
        Thread.ofVirtual().name("build-guard").start(() -> guard(work));
        try (work) {
            return journal.hasEnded(deployment.id())
                    ? new ReleaseMaker.Outcome.Unwanted()
                    : maker.make(deployment);
        } catch (RuntimeException e) {
            return work.stopReason()
                    .<ReleaseMaker.Outcome>map(ReleaseMaker.Outcome.Rejected::new)
                    .orElseThrow(() -> e);
        } finally {
            builds.remove(deployment.id());
        }
    }

    /// Ends by itself, soon after the work: raising a fence must not be broken off.
    private void guard(StoppableWork work) {
        var deadline = Deadline.in(timeout);
        while (!work.isOver()) {
            if (deadline.isOver()) {
                work.stop(
                        "The build was stopped, for it took more than %d s (slipway.build.timeout)"
                                .formatted(timeout.toSeconds()));
            }
            fence.raise();
            Pause.of(BETWEEN_FENCES);
        }
    }

    private static int slots(int configured) {
        return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }
}
