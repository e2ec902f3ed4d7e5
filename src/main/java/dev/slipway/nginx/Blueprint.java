package dev.slipway.nginx;

import static java.util.stream.Collectors.joining;

import dev.slipway.app.AppName;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Generation.Part;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Draws up generations: what is the same in all of them, and what belongs to each app.
@Singleton
public final class Blueprint {
    private static final List<String> STATIC =
            List.of(
                    "edge.lua",
                    "routes.lua",
                    "pages.lua",
                    "traffic.lua",
                    "users.lua",
                    "challenges.lua",
                    "admin.lua",
                    "server.conf",
                    "challenge.conf",
                    "pass-http.conf",
                    "pass-grpc.conf");

    private final EdgeFiles files;
    private final Listens listens;
    private final EngineConfig.Edge.Parking parking;
    private final SortedMap<String, String> shared = new TreeMap<>();

    public Blueprint(EngineConfig config, EdgeFiles files) {
        this.files = files;
        this.listens = Listens.of(config);
        this.parking = config.edge().parking();
        STATIC.forEach(name -> shared.put(name, resource(name)));
    }

    /// What the app wants.
    public Part part(Site site) {
        var app = site.app();
        var part = new TreeMap<String, String>();
        part.put(Part.conf(app), AppBlock.of(site, listens).render());
        site.tls()
                .ifPresent(tls -> {
                    part.put(Part.chain(app), tls.chain());
                    part.put(Part.key(app), tls.key().reveal());
                });
        if (!site.edge().users().isEmpty()) {
            part.put(
                    Part.users(app),
                    site.edge().users().entrySet().stream()
                            .map(user -> user.getKey() + ":" + user.getValue().reveal() + "\n")
                            .collect(joining()));
        }
        return new Part(part);
    }

    public Generation generation(SortedMap<AppName, Part> parts) {
        return Generation.of(shared, parts, this::main);
    }

    private String main(String generation, boolean tls) {
        return new Nginx(
                        files.directory().toString(),
                        files.directoryOf(generation).toString(),
                        files.socket().getFileName().toString(),
                        listens.plain(),
                        tls ? listens.tlsAddresses() : List.of(),
                        listens.grpcAddresses(),
                        parking,
                        generation)
                .render();
    }

    private static String resource(String name) {
        try (var in = Blueprint.class.getResourceAsStream("/nginx/" + name)) {
            if (in == null) {
                throw new IllegalStateException("nginx/" + name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("nginx/" + name + " cannot be read", e);
        }
    }
}
