package dev.slipway.launch;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerSpec;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.docker.Images;
import dev.slipway.docker.Labels;
import dev.slipway.docker.Networks;
import dev.slipway.store.ConfigJson;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Starts the instances of a release beside whatever runs, and leaves either all of them, ready, or
/// none.
@Singleton
class Launcher {
    private static final int LOG_TAIL = 200;

    private final Instances instances;
    private final Containers containers;
    private final Images images;
    private final Networks networks;
    private final ReadinessWait readiness;
    private final Standby standby;
    private final Predecessors predecessors;
    private final BootExamination examination;
    private final ConfigJson json;
    private final Clock clock;
    private final String engine;

    Launcher(
            Instances instances,
            Containers containers,
            Images images,
            Networks networks,
            ReadinessWait readiness,
            Standby standby,
            Predecessors predecessors,
            BootExamination examination,
            ConfigJson json,
            Clock clock,
            EngineConfig config) {
        this.instances = instances;
        this.containers = containers;
        this.images = images;
        this.networks = networks;
        this.readiness = readiness;
        this.standby = standby;
        this.predecessors = predecessors;
        this.examination = examination;
        this.json = json;
        this.clock = clock;
        this.engine = config.name();
    }

    /// @param unwanted asked now and then: whether the launch is in vain
    /// @throws DockerTrouble when Docker does not do its part; no new instance is left then either
    Launch launch(Release release, DeploymentId deployment, BooleanSupplier unwanted) {
        discard(leftBehindBy(deployment, release.app()));
        return woken(release, deployment)
                .orElseGet(() -> launchAnew(release, deployment, unwanted));
    }

    /// Going back to a release whose instances stand by takes no start.
    private Optional<Launch> woken(Release release, DeploymentId deployment) {
        var woken = predecessors.wakeFor(release, deployment);
        if (woken.isEmpty()) {
            discard(leftBehindBy(deployment, release.app()));
            return Optional.empty();
        }
        return Optional.of(new Launch.Started(woken));
    }

    private Launch launchAnew(Release release, DeploymentId deployment, BooleanSupplier unwanted) {
        var image = images.find(release.image());
        if (image.isEmpty()) {
            return new Launch.Refused(
                    "its image %s is gone: deploy the commit again".formatted(release.image()), "");
        }
        var ports = PortPlan.of(release.config(), image.get().exposedPorts());
        try {
            var created = create(release, deployment, ports);
            return start(release, created, ports, unwanted);
        } catch (DockerTrouble e) {
            var left = leftBehindBy(deployment, release.app());
            var reason =
                    left.stream()
                            .findFirst()
                            .flatMap(i -> examination.diagnose(e, release, i.container()));
            discard(left);
            return new Launch.Refused(reason.orElseThrow(() -> e), "");
        } catch (RuntimeException e) {
            discard(leftBehindBy(deployment, release.app()));
            throw e;
        }
    }

    /// Makes the container of an instance anew, when there is none any more: at the address that it
    /// had, unless somebody else has that now, or the network is another.
    Instance recreate(Instance instance, Release release) {
        var network = networks.ensure(instance.app());
        var ip = instance.address().ip();
        if (!network.addresses().contains(ip) || network.taken().contains(ip)) {
            ip = freeAddresses(release, network, 1).getFirst();
            instances.movesTo(instance.id(), ip);
        }
        var spec =
                spec(release, instance.id(), instance.deployment(), ip, instance.address().port());
        instances.inContainer(instance.id(), containers.create(spec));
        return instances.find(instance.id()).orElseThrow();
    }

    void discard(List<Instance> unwanted) {
        for (var instance : unwanted) {
            containers.remove(instance.container());
            instances.remove(instance.id());
        }
    }

    private List<Instance> leftBehindBy(DeploymentId deployment, AppName app) {
        return instances.of(app).stream().filter(i -> i.deployment().equals(deployment)).toList();
    }

    private List<Instance> create(Release release, DeploymentId deployment, PortPlan ports) {
        var network = networks.ensure(release.app());
        int count = release.config().replicas() + release.config().resilience().spare();
        var addresses = freeAddresses(release, network, count);
        var created = new ArrayList<Instance>();
        for (var ip : addresses) {
            var id = InstanceId.of(deployment, created.size() + 1);
            var spec = spec(release, id, deployment, ip, ports.announced());
            var instance =
                    new Instance(
                            id,
                            release.app(),
                            release.number(),
                            deployment,
                            spec.name(), // until Docker has given its id: enough to clean up by
                            new Address(ip, ports.announced()),
                            Instance.State.STARTING,
                            clock.instant(),
                            0);
            instances.add(instance);
            instances.inContainer(id, containers.create(spec));
            created.add(instances.find(id).orElseThrow());
        }
        return created;
    }

    /// Those of an older release that stand by make room when there is none.
    private List<String> freeAddresses(Release release, Networks.AppNetwork network, int count) {
        var addresses = AddressPlan.choose(network, held(release.app()), count);
        if (addresses.size() < count) {
            discard(predecessors.of(release.app()));
            addresses =
                    AddressPlan.choose(networks.ensure(release.app()), held(release.app()), count);
        }
        if (addresses.size() < count) {
            throw new DockerTrouble(
                    "The network of %s has no room for %d more instances: wait until the old ones have ended, or use fewer replicas"
                            .formatted(release.app(), count));
        }
        return addresses;
    }

    private List<String> held(AppName app) {
        return instances.of(app).stream().map(instance -> instance.address().ip()).toList();
    }

    private Launch start(
            Release release, List<Instance> created, PortPlan ports, BooleanSupplier unwanted) {
        for (var instance : created) {
            Log.infof(
                    "instance starts app=%s instance=%s address=%s",
                    instance.app(), instance.id(), instance.address());
            containers.start(instance.container());
        }
        for (var instance : created) {
            var subject =
                    new ReadinessWait.Subject(
                            release,
                            instance.container(),
                            instance.address().ip(),
                            ports,
                            false,
                            unwanted);
            switch (readiness.await(subject)) {
                case ReadinessWait.Outcome.Ready(var address) ->
                        instances.listensOn(instance.id(), address.port());
                case ReadinessWait.Outcome.NotReady(var reason) -> {
                    var logTail = logTail(instance);
                    discard(created);
                    return new Launch.Refused(reason, logTail);
                }
            }
        }
        var spares = created.subList(release.config().replicas(), created.size());
        spares.forEach(standby::begin);
        return new Launch.Started(
                created.stream()
                        .map(i -> instances.find(i.id()))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// Why it did not start is worth more than what it said last, when Docker cannot read that.
    private String logTail(Instance instance) {
        try {
            return containers.logTail(instance.container(), LOG_TAIL);
        } catch (DockerTrouble e) {
            return "(its log cannot be read: %s)".formatted(e.getMessage());
        }
    }

    private ContainerSpec spec(
            Release release, InstanceId id, DeploymentId deployment, String ip, int port) {
        var env = new TreeMap<>(release.config().env().variables());
        env.putIfAbsent("PORT", Integer.toString(port));
        env.put("SLIPWAY_APP", release.app().value());
        env.put("SLIPWAY_RELEASE", Integer.toString(release.number()));
        release.commit().ifPresent(commit -> env.put("SLIPWAY_COMMIT", commit.value()));
        var labels = Labels.ofInstance(engine, release.app(), release.number(), deployment, id);
        labels.put(Labels.CONFIG, json.write(release.config()));
        if (release.config().edge().restrictsVisitors()) {
            labels.put(Labels.GUARDED, "true");
        }
        return new ContainerSpec(
                "%s-%s-%s".formatted(engine, release.app(), id),
                release.image(),
                env,
                labels,
                networks.name(release.app()),
                ip,
                release.config().limits());
    }
}
