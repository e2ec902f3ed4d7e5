package dev.slipway.git;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jboss.logging.Logger;

/// One Git request, taken off the event loop: a virtual thread reads its body and writes its answer
/// in straight lines.
final class GitExchange {
    private static final Logger LOG = Logger.getLogger(GitExchange.class);

    private final RoutingContext context;
    private final RequestStream body;

    private GitExchange(RoutingContext context) {
        this.context = context;
        this.body = new RequestStream(context.request(), context.vertx().getOrCreateContext());
    }

    interface Work {
        void on(GitExchange exchange) throws IOException;
    }

    static void start(RoutingContext context, Work work) {
        var exchange = new GitExchange(context);
        Thread.ofVirtual().name("git-http").start(() -> exchange.run(work));
    }

    private void run(Work work) {
        try (body) {
            work.on(this);
        } catch (IOException e) {
            LOG.debugf(e, "%s broke off", context.request().path());
            fail(e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed", context.request().path());
            fail(e);
        }
    }

    private void fail(Exception e) {
        var response = context.response();
        if (response.headWritten()) {
            response.reset();
        } else {
            refuse(
                    500,
                    e instanceof GitTrouble
                            ? String.valueOf(e.getMessage())
                            : "the engine failed: see its log");
        }
    }

    /// Git shows the text to its user when it is plain text.
    void refuse(int status, String reason) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(reason + "\n");
    }

    String service() {
        return context.request().getParam("service", "");
    }

    /// What the client asks for beyond protocol v0, such as `version=2`.
    List<String> protocol() {
        var header = context.request().getHeader("Git-Protocol");
        return header == null ? List.of() : List.of(header.split(":", 0));
    }

    /// The body, unpacked.
    InputStream input() throws IOException {
        var encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if ("100-continue".equalsIgnoreCase(context.request().getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        return "gzip".equals(encoding) || "x-gzip".equals(encoding)
                ? new GZIPInputStream(body)
                : body;
    }

    interface Answer {
        void writeTo(ResponseStream out) throws IOException;
    }

    /// Streams the answer; one that fails half way is cut off, so that Git does not take it for
    /// whole.
    void answer(String contentType, Answer answer) throws IOException {
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        var out = new ResponseStream(context.response());
        answer.writeTo(out);
        out.flush();
        context.response().end();
    }
}
