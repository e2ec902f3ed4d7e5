package dev.slipway.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.Complaint;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Revision;
import dev.slipway.store.Apps;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `POST /webhook` for people and scripts with the token, `POST /webhook/{app}` for Git hosts,
/// which sign.
@Path("/webhook")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {
    private final Inbox inbox;
    private final Apps apps;
    private final ObjectMapper json;
    private final Clock clock;

    WebhookResource(Inbox inbox, Apps apps, ObjectMapper json, Clock clock) {
        this.inbox = inbox;
        this.apps = apps;
        this.json = json;
        this.clock = clock;
    }

    /// The body of a plain hook.
    public record PlainPush(
            @Nullable String app,
            @Nullable String repository,
            @Nullable String branch,
            @Nullable String commit) {}

    /// Deploys, and creates the app when it is new. The access filter has proven the token.
    @POST
    public Response plain(
            @HeaderParam("Idempotency-Key") @Nullable String deliveryId, byte[] body) {
        var push = parse(body);
        var app = app(push);
        var commit = Optional.ofNullable(push.commit()).map(Revision::new);
        return answer(
                inbox.deploy(app, commit, Optional.ofNullable(deliveryId), new RawBody(body)));
    }

    /// A provider's push. Only GitHub's is understood yet.
    @POST
    @Path("/{app}")
    public Response provider(
            @PathParam("app") String app,
            @HeaderParam(GitHub.EVENT) @Nullable String event,
            @HeaderParam(GitHub.DELIVERY) @Nullable String delivery,
            @HeaderParam(GitHub.SIGNATURE) @Nullable String signature,
            @HeaderParam("Content-Type") @Nullable String type,
            byte[] body) {
        return answer(
                inbox.receive(
                        new Inbox.Call(
                                app,
                                event == null ? "" : event,
                                Optional.ofNullable(delivery),
                                Optional.ofNullable(signature),
                                new RawBody(body),
                                type != null
                                        && type.startsWith(
                                                MediaType.APPLICATION_FORM_URLENCODED))));
    }

    private PlainPush parse(byte[] body) {
        try {
            var push = json.readValue(body, PlainPush.class);
            return push == null ? new PlainPush(null, null, null, null) : push;
        } catch (JsonProcessingException e) {
            throw new Complaint("The body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Complaint("The body cannot be read: " + e.getMessage());
        }
    }

    private App app(PlainPush push) {
        var name = new AppName(push.app() == null ? "" : push.app());
        var found = apps.find(name);
        var before = found.map(App::config).orElse(AppConfig.DEFAULT);
        var repository = Optional.ofNullable(push.repository()).map(RepositoryUrl::new);
        var config =
                before.fetchedFrom(
                        repository.or(before::repository),
                        push.branch() == null ? before.branch() : new BranchName(push.branch()));
        if (config.equals(before) && found.isPresent()) {
            return found.get();
        }
        if (found.isEmpty()) {
            if (repository.isEmpty()) {
                throw new Complaint(
                        "App %s is new: give the repository to fetch it from".formatted(name));
            }
            apps.add(new App(name, config, App.Intent.RUNNING, clock.instant()));
        } else {
            apps.configure(name, config);
        }
        return apps.find(name).orElseThrow();
    }

    private static Response answer(Reply reply) {
        return switch (reply) {
            case Reply.Accepted(var deployment) ->
                    Response.accepted(
                                    Map.of(
                                            "deployment", deployment.value(),
                                            "status", statusUrl(deployment)))
                            .build();
            case Reply.Ignored(var reason) -> Response.ok(Map.of("ignored", reason)).build();
            case Reply.Duplicate(var deployment) ->
                    Response.ok(Map.of("duplicate", deployment.value())).build();
            case Reply.Unproven() ->
                    problem(401, "Not proven", "This delivery is not proven to be the provider's");
            case Reply.UnknownApp(var name) ->
                    problem(404, "No such app", "There is no app '%s'".formatted(name));
            case Reply.Malformed(var reason) -> problem(400, "Not understood", reason);
        };
    }

    private static String statusUrl(DeploymentId deployment) {
        return "/api/deployments/" + deployment;
    }

    private static Response problem(int status, String title, String detail) {
        return Response.status(status)
                .type("application/problem+json")
                .entity(Map.of("title", title, "status", status, "detail", detail))
                .build();
    }
}
