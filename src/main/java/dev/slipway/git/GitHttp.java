package dev.slipway.git;

import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/// `git push`, `fetch` and `clone` against the engine: Git's [smart
/// HTTP](https://git-scm.com/docs/http-protocol), protocol v0 and v2, at `/git/<app>.git`.
@Singleton
public final class GitHttp {
    /// Before Quarkus' limit on the size of bodies: a push has none. Whoever checks tokens comes
    /// still earlier, and pauses the request when it answers later.
    public static final int ORDER = -1000;

    private static final String SUFFIX = ".git";

    private final MirrorFolders folders;
    private final PushReceiver receiver;

    public GitHttp(MirrorFolders folders, PushReceiver receiver) {
        this.folders = folders;
        this.receiver = receiver;
    }

    void routes(@Observes Router router) {
        router.get("/git/:mirror/info/refs").order(ORDER).handler(c -> serve(c, this::refs));
        router.post("/git/:mirror/git-upload-pack")
                .order(ORDER)
                .handler(c -> serve(c, this::fetch));
        router.post("/git/:mirror/git-receive-pack")
                .order(ORDER)
                .handler(c -> serve(c, this::push));
    }

    private interface Service {
        void serve(AppName app, GitExchange exchange) throws IOException;
    }

    private void serve(RoutingContext context, Service service) {
        var app = app(Objects.requireNonNull(context.pathParam("mirror")));
        GitExchange.start(
                context,
                exchange -> {
                    if (app.isPresent()) {
                        service.serve(app.get(), exchange);
                    } else {
                        exchange.refuse(404, "no such app: the address is /git/<app>.git");
                    }
                });
    }

    private static Optional<AppName> app(String mirror) {
        try {
            return mirror.endsWith(SUFFIX)
                    ? Optional.of(
                            new AppName(mirror.substring(0, mirror.length() - SUFFIX.length())))
                    : Optional.empty();
        } catch (Complaint _) {
            return Optional.empty();
        }
    }

    private void refs(AppName app, GitExchange exchange) throws IOException {
        switch (exchange.service()) {
            case FetchService.NAME -> fetchRefs(app, exchange);
            case PushService.NAME -> pushRefs(app, exchange);
            default -> exchange.refuse(403, "only smart HTTP is served: use Git 1.6.6 or newer");
        }
    }

    private void fetchRefs(AppName app, GitExchange exchange) throws IOException {
        withMirror(app, exchange, s -> exchange.answer(FetchService.ADVERTISEMENT, s::advertise));
    }

    private void fetch(AppName app, GitExchange exchange) throws IOException {
        withMirror(
                app,
                exchange,
                s -> exchange.answer(FetchService.RESULT, out -> s.answer(exchange.input(), out)));
    }

    private interface Fetching {
        void with(FetchService service) throws IOException;
    }

    private void withMirror(AppName app, GitExchange exchange, Fetching fetching)
            throws IOException {
        var mirror = folders.open(app);
        if (mirror.isEmpty()) {
            exchange.refuse(404, "nothing was pushed to app " + app + " yet");
            return;
        }
        try (var service = new FetchService(mirror.get(), exchange.protocol())) {
            fetching.with(service);
        }
    }

    private void pushRefs(AppName app, GitExchange exchange) throws IOException {
        var refusal = receiver.refusal(app);
        if (refusal.isPresent()) {
            exchange.answer(
                    PushService.ADVERTISEMENT, out -> PushService.refuse(refusal.get(), out));
            return;
        }
        try (var mirror = folders.openOrCreate(app)) {
            var service = new PushService(mirror, app, receiver);
            exchange.answer(PushService.ADVERTISEMENT, service::advertise);
        }
    }

    private void push(AppName app, GitExchange exchange) throws IOException {
        var refusal = receiver.refusal(app);
        if (refusal.isPresent()) {
            exchange.refuse(403, refusal.get());
            return;
        }
        try (var mirror = folders.openOrCreate(app)) {
            var service = new PushService(mirror, app, receiver);
            exchange.answer(PushService.RESULT, out -> service.answer(exchange.input(), out));
        }
    }
}
