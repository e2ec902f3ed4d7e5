package dev.slipway.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import dev.slipway.app.Delivery;
import dev.slipway.app.Delivery.Decision;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Revision;
import dev.slipway.pipeline.Intake;
import dev.slipway.store.Apps;
import dev.slipway.store.Deliveries;
import dev.slipway.store.Deployments.Acceptance;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/// Takes in deliveries: proves, understands, decides, keeps what it decided.
@Singleton
class Inbox {
    /// A call as it came.
    ///
    /// @param signature the header that proves it, or nothing
    record Call(
            String app,
            String event,
            Optional<String> deliveryId,
            Optional<String> signature,
            RawBody body,
            boolean form) {}

    private final Apps apps;
    private final Deliveries deliveries;
    private final Intake intake;
    private final ObjectMapper json;
    private final Clock clock;

    Inbox(Apps apps, Deliveries deliveries, Intake intake, ObjectMapper json, Clock clock) {
        this.apps = apps;
        this.deliveries = deliveries;
        this.intake = intake;
        this.json = json;
        this.clock = clock;
    }

    /// A signed push of GitHub.
    Reply receive(Call call) {
        var app = find(call.app());
        if (app.isEmpty()) {
            return new Reply.UnknownApp(call.app());
        }
        if (!isProven(app.get(), call)) {
            return new Reply.Unproven();
        }
        return switch (GitHub.read(json, call.event(), call.body().text(), call.form())) {
            case Hook.Malformed(var reason) -> new Reply.Malformed(reason);
            case Hook.Nothing(var reason) -> ignore(app.get(), call, reason);
            case Hook.Push push -> deploy(app.get(), call, push);
        };
    }

    /// A deployment that somebody with the token asked for.
    Reply deploy(App app, Optional<Revision> commit, Optional<String> deliveryId, RawBody body) {
        return accept(app, "plain", "push", deliveryId, commit, body);
    }

    private Optional<App> find(String name) {
        try {
            return apps.find(new AppName(name));
        } catch (Complaint e) {
            return Optional.empty();
        }
    }

    private static boolean isProven(App app, Call call) {
        var secret = app.config().webhookSecret();
        if (secret.isEmpty()) {
            Log.warnf("hook refused, the app has no webhookSecret app=%s", app.name());
            return false;
        }
        return call.signature()
                .filter(s -> Signature.proves(secret.get(), s, call.body().bytes()))
                .isPresent();
    }

    private Reply deploy(App app, Call call, Hook.Push push) {
        var wanted = app.config().branch();
        if (!push.branch().equals(wanted)) {
            return ignore(
                    app, call, "branch %s is not deployed, %s is".formatted(push.branch(), wanted));
        }
        if (push.skipped()) {
            return ignore(app, call, "the commit message asks to skip it");
        }
        return accept(
                app,
                "github",
                call.event(),
                call.deliveryId(),
                Optional.of(push.commit()),
                call.body());
    }

    private Reply accept(
            App app,
            String provider,
            String event,
            Optional<String> deliveryId,
            Optional<Revision> commit,
            RawBody body) {
        var acceptance =
                intake.deliver(
                        app.name(),
                        commit,
                        deployment ->
                                delivery(
                                        app,
                                        provider,
                                        event,
                                        deliveryId,
                                        body,
                                        Decision.ACCEPTED,
                                        "",
                                        Optional.of(deployment)));
        return switch (acceptance) {
            case Acceptance.Accepted(var deployment, _) -> new Reply.Accepted(deployment.id());
            case Acceptance.Duplicate(var earlier) -> new Reply.Duplicate(earlier);
        };
    }

    private Reply ignore(App app, Call call, String reason) {
        deliveries.add(
                delivery(
                        app,
                        "github",
                        call.event(),
                        call.deliveryId(),
                        call.body(),
                        Decision.IGNORED,
                        reason,
                        Optional.empty()));
        return new Reply.Ignored(reason);
    }

    private Delivery delivery(
            App app,
            String provider,
            String event,
            Optional<String> deliveryId,
            RawBody body,
            Decision decision,
            String reason,
            Optional<DeploymentId> deployment) {
        return new Delivery(
                UUID.randomUUID().toString(),
                provider,
                event,
                app.name(),
                deliveryId,
                decision,
                reason,
                body.sha256(),
                clock.instant(),
                deployment);
    }
}
