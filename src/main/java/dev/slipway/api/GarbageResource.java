package dev.slipway.api;

import dev.slipway.app.Release;
import dev.slipway.retain.Garbage;
import dev.slipway.retain.GarbageCollector;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/// Old releases, their images, and what a killed engine left behind.
@Path("/api/gc")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GarbageResource {
    private final GarbageCollector collector;

    GarbageResource(GarbageCollector collector) {
        this.collector = collector;
    }

    public record ForgottenRelease(String app, int release, String image) {
        static ForgottenRelease of(Release release) {
            return new ForgottenRelease(
                    release.app().value(), release.number(), release.image().value());
        }
    }

    /// @param tags of images
    /// @param images those without a tag, by id
    /// @param containers by id
    public record Report(
            boolean dryRun,
            List<ForgottenRelease> releases,
            List<String> tags,
            List<String> images,
            List<String> containers) {}

    /// @param dryRun whether to say only what would be taken away
    @POST
    public Report collect(@QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        Garbage garbage = dryRun ? collector.find() : collector.collect();
        return new Report(
                dryRun,
                garbage.releases().stream().map(ForgottenRelease::of).toList(),
                garbage.tags(),
                garbage.images(),
                garbage.containers());
    }
}
