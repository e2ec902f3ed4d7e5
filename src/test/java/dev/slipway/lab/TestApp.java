package dev.slipway.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.app.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An app on this machine: answers its name and the headers it was sent; `X-Wait: 1` makes it wait
/// for [#release()], `X-Status: 500` makes it answer so.
public final class TestApp implements AutoCloseable {
    private final String name;
    private final HttpServer server;
    private final CountDownLatch latch = new CountDownLatch(1);
    private final AtomicInteger served = new AtomicInteger();

    private TestApp(String name, Address address) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(address.ip(), address.port()), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /// On any free port of this loopback address (`127.0.0.2` and so on).
    public static TestApp on(String ip, String name) {
        return at(freeAddress(ip), name);
    }

    public static TestApp at(Address address, String name) {
        try {
            return new TestApp(name, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Nobody listens there yet.
    public static Address freeAddress(String ip) {
        try {
            return new Address(ip, ProxyContainer.freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Address address() {
        return new Address(
                server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort());
    }

    public int served() {
        return served.get();
    }

    /// Lets go the requests that wait, and those to come.
    public void release() {
        latch.countDown();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        served.incrementAndGet();
        var body = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders();
        if (headers.containsKey("X-Wait")) {
            awaitRelease();
        }
        var said = new StringBuilder(name + "\nbody=" + body.length + "\n");
        headers.forEach(
                (k, v) -> said.append(k).append("=").append(String.join("|", v)).append("\n"));
        exchange.getResponseHeaders().set("X-Slipway-Release", "forged");
        var answer = said.toString().getBytes(StandardCharsets.UTF_8);
        var status = headers.containsKey("X-Status") ? headers.getFirst("X-Status") : "200";
        exchange.sendResponseHeaders(Integer.parseInt(status), answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void awaitRelease() {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
