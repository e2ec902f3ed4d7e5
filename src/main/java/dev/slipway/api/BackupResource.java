package dev.slipway.api;

import dev.slipway.backup.Backup;
import dev.slipway.backup.Restore;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// The engine's state as one file, and back.
@Path("/api")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
public class BackupResource {
    private final Backup backup;
    private final Restore restore;

    BackupResource(Backup backup, Restore restore) {
        this.backup = backup;
        this.restore = restore;
    }

    /// A tar with all secrets in it.
    @GET
    @Path("/backup")
    @Produces("application/x-tar")
    public Response backup() {
        StreamingOutput tar = this::write;
        return Response.ok(tar)
                .header("Content-Disposition", "attachment; filename=slipway-backup.tar")
                .build();
    }

    private void write(OutputStream out) throws IOException {
        try {
            backup.writeTo(out);
        } catch (IOException e) {
            Log.warn("a backup breaks off, and so does the connection it is sent on", e);
            throw e;
        }
    }

    /// Puts back the `restore.tar` that somebody laid into the state directory. The engine ends by
    /// itself, and what started it starts it again.
    @POST
    @Path("/restore")
    @Produces(MediaType.APPLICATION_JSON)
    public Response restore() {
        restore.prepare();
        Log.warn("the engine ends, and starts again with the backup");
        Quarkus.asyncExit();
        return Response.accepted(Map.of("restarting", true)).build();
    }
}
