package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.GrpcApp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EdgeGrpcTest extends EdgeTest {
    @Test
    void a_grpc_call_reaches_the_app_on_the_port_for_grpc_and_its_trailer_comes_back() {
        var vertx = Vertx.vertx();
        try (var app = GrpcApp.on("127.0.0.2")) {
            proxy.route(host, serving(4, app.address()));
            var client =
                    vertx.createHttpClient(
                            new HttpClientOptions()
                                    .setProtocolVersion(HttpVersion.HTTP_2)
                                    .setHttp2ClearTextUpgrade(false));
            var call =
                    new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setHost(host.value())
                            .setServer(
                                    SocketAddress.inetSocketAddress(proxy.grpcPort(), "127.0.0.1"))
                            .setURI("/echo.Echo/Say")
                            .putHeader("Content-Type", "application/grpc")
                            .putHeader("TE", "trailers");
            var answer =
                    client.request(call)
                            .compose(request -> request.send(Buffer.buffer("hello")))
                            .compose(response ->
                                    response.body()
                                            .map(body ->
                                                    "%d %s %s %s"
                                                            .formatted(
                                                                    response.statusCode(),
                                                                    response.getHeader(
                                                                            "X-Slipway-Release"),
                                                                    body,
                                                                    response.getTrailer(
                                                                            "grpc-status"))))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();

            assertThat(answer).isEqualTo("200 4 hello 0");
            assertNothingInFlightOn(app.address());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
