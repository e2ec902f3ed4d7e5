package dev.slipway.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A smart HTTP server for bare repositories in a folder: the real `git http-backend`, run as CGI.
public final class GitServer implements AutoCloseable {
    private final Path folder;
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable String login;

    private GitServer(Path folder, HttpServer server) throws IOException {
        this.folder = folder;
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public static GitServer in(Path folder) {
        try {
            return new GitServer(folder, HttpServer.create());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same over https.
    public static GitServer secured(Path folder, ServerCertificate certificate) {
        try {
            var server = HttpsServer.create();
            server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
            return new GitServer(folder, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes an empty bare repository that anybody may push to.
    ///
    /// @return its URL
    public String create(String name) {
        var bare = folder.resolve(name + ".git");
        var git = GitRepository.in(bare.resolveSibling(name + ".tmp"));
        git.git("init", "-q", "--bare", "-b", "main", bare.toString());
        configure(name, "http.receivepack", "true");
        return url(name);
    }

    /// Sets a Git option of a repository, for example `uploadpack.allowAnySHA1InWant`.
    public void configure(String name, String key, String value) {
        var bare = folder.resolve(name + ".git");
        new GitRepository(bare).git("config", key, value);
    }

    public String url(String name) {
        var scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://127.0.0.1:" + port() + "/" + name + ".git";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// From now on everybody must log in.
    public void requireLogin(String user, String password) {
        var plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        login = "Basic " + Base64.getEncoder().encodeToString(plain);
    }

    public int requests() {
        return requests.get();
    }

    /// Bytes sent in answers so far.
    public long bytes() {
        return bytes.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            if (login != null
                    && !login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var process = backend(exchange).start();
            try (var in = process.getOutputStream()) {
                exchange.getRequestBody().transferTo(in);
            }
            answer(exchange, new BufferedInputStream(process.getInputStream()));
        }
    }

    private ProcessBuilder backend(HttpExchange exchange) {
        var builder = new ProcessBuilder("git", "http-backend");
        GitRepository.isolate(builder);
        var cgi = builder.environment();
        cgi.put("GIT_PROJECT_ROOT", folder.toString());
        cgi.put("GIT_HTTP_EXPORT_ALL", "1");
        cgi.put("REQUEST_METHOD", exchange.getRequestMethod());
        cgi.put("PATH_INFO", exchange.getRequestURI().getPath());
        cgi.put("QUERY_STRING", orEmpty(exchange.getRequestURI().getQuery()));
        cgi.put("CONTENT_TYPE", header(exchange, "Content-Type"));
        cgi.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
        cgi.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
        cgi.put("REMOTE_ADDR", "127.0.0.1");
        return builder;
    }

    private static String header(HttpExchange exchange, String name) {
        return orEmpty(exchange.getRequestHeaders().getFirst(name));
    }

    private static String orEmpty(@Nullable String text) {
        return Optional.ofNullable(text).orElse("");
    }

    private void answer(HttpExchange exchange, InputStream cgi) throws IOException {
        int status = 200;
        for (var line = line(cgi); !line.isEmpty(); line = line(cgi)) {
            var header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        bytes.addAndGet(cgi.transferTo(exchange.getResponseBody()));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
