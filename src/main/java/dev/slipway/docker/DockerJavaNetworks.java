package dev.slipway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import dev.slipway.app.AppName;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Singleton
class DockerJavaNetworks implements Networks {
    private final DockerConnection docker;
    private final String engine;
    private final Subnet pool;

    DockerJavaNetworks(DockerConnection docker, EngineConfig config) {
        this.docker = docker;
        this.engine = config.name();
        this.pool = Subnet.parse(config.network().pool());
    }

    @Override
    public AppNetwork ensure(AppName app) {
        return docker.call(
                "make a network for " + app,
                client -> find(client, app).orElseGet(() -> create(client, app)));
    }

    @Override
    public void remove(AppName app) {
        docker.run(
                "remove the network of " + app,
                client -> {
                    try {
                        return client.removeNetworkCmd(name(app)).exec();
                    } catch (NotFoundException e) {
                        return "gone already";
                    }
                });
    }

    @Override
    public void attach(AppName app, String container, String ip) {
        detach(app, container);
        docker.run(
                "connect container %s to the network of %s".formatted(container, app),
                client ->
                        client.connectToNetworkCmd()
                                .withNetworkId(name(app))
                                .withContainerId(container)
                                .withContainerNetwork(
                                        new ContainerNetwork()
                                                .withIpamConfig(
                                                        new ContainerNetwork.Ipam()
                                                                .withIpv4Address(ip)))
                                .exec());
    }

    @Override
    public void detach(AppName app, String container) {
        docker.run(
                "disconnect container %s from the network of %s".formatted(container, app),
                client -> {
                    if (!isIn(client, app, container)) {
                        return "not in it";
                    }
                    return client.disconnectFromNetworkCmd()
                            .withNetworkId(name(app))
                            .withContainerId(container)
                            .withForce(true)
                            .exec();
                });
    }

    private boolean isIn(DockerClient client, AppName app, String container) {
        var inspected = client.inspectContainerCmd(container).exec();
        return inspected.getNetworkSettings().getNetworks().containsKey(name(app));
    }

    private Optional<AppNetwork> find(DockerClient client, AppName app) {
        try {
            return Optional.of(
                    appNetwork(client.inspectNetworkCmd().withNetworkId(name(app)).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /// Another engine on this host may take the same range at the same moment: Docker then refuses,
    /// and we go on.
    private synchronized AppNetwork create(DockerClient client, AppName app) {
        var used = subnets(client);
        for (var candidate : pool.split(Subnet.APP_PREFIX)) {
            if (used.stream().noneMatch(candidate::overlaps)
                    && tryToCreate(client, app, candidate)) {
                return find(client, app).orElseThrow();
            }
        }
        throw new DockerTrouble(
                "No /%d is free in %s for the network of %s: set slipway.network.pool to a larger range"
                        .formatted(Subnet.APP_PREFIX, pool, app));
    }

    private boolean tryToCreate(DockerClient client, AppName app, Subnet subnet) {
        try {
            client.createNetworkCmd()
                    .withName(name(app))
                    .withCheckDuplicate(true)
                    .withDriver("bridge")
                    .withLabels(Labels.ofApp(engine, app))
                    .withIpam(
                            new Network.Ipam()
                                    .withConfig(
                                            new Network.Ipam.Config()
                                                    .withSubnet(subnet.toString())
                                                    .withGateway(subnet.gateway())))
                    .exec();
            return true;
        } catch (ConflictException e) {
            return true; // made by an earlier attempt that did not live to see it
        } catch (DockerException e) {
            if (String.valueOf(e.getMessage()).contains("overlaps")) {
                return false;
            }
            throw e;
        }
    }

    private static List<Subnet> subnets(DockerClient client) {
        return client.listNetworksCmd().exec().stream()
                .map(Network::getIpam)
                .filter(ipam -> ipam != null && ipam.getConfig() != null)
                .flatMap(ipam -> ipam.getConfig().stream())
                .map(Network.Ipam.Config::getSubnet)
                .filter(subnet -> subnet != null && !subnet.contains(":"))
                .map(Subnet::parse)
                .toList();
    }

    private static AppNetwork appNetwork(Network network) {
        var subnet = Subnet.parse(network.getIpam().getConfig().getFirst().getSubnet());
        return new AppNetwork(network.getName(), subnet.instanceAddresses(), taken(network));
    }

    private static Set<String> taken(Network network) {
        var taken = new HashSet<String>();
        for (var container : network.getContainers().values()) {
            taken.add(container.getIpv4Address().replaceFirst("/.*", ""));
        }
        return taken;
    }

    @Override
    public String name(AppName app) {
        return engine + "-" + app;
    }
}
