package dev.slipway.lab;

import dev.slipway.app.Address;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;

/// An app that speaks HTTP/2 without TLS, answers each call with the message that it was sent, and
/// ends it with the trailer `grpc-status: 0`, as gRPC does.
public final class GrpcApp implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Address address;

    private GrpcApp(String ip) {
        address = TestApp.freeAddress(ip);
        HttpServer server =
                vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true));
        join(
                server.requestHandler(GrpcApp::answer)
                        .listen(address.port(), address.ip())
                        .toCompletionStage()
                        .toCompletableFuture());
    }

    public static GrpcApp on(String ip) {
        return new GrpcApp(ip);
    }

    public Address address() {
        return address;
    }

    @Override
    public void close() {
        join(vertx.close().toCompletionStage().toCompletableFuture());
    }

    private static void answer(HttpServerRequest request) {
        request.body()
                .onSuccess((Buffer message) ->
                        request.response()
                                .putHeader("Content-Type", "application/grpc")
                                .putTrailer("grpc-status", "0")
                                .end(message));
    }

    private static void join(CompletableFuture<?> done) {
        done.join();
    }
}
