package dev.slipway.config;

import dev.slipway.app.Secret;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Every setting of the engine. `slipway.http-port` is set by the environment variable
/// `SLIPWAY_HTTP_PORT`, and so on.
@ConfigMapping(prefix = "slipway")
public interface EngineConfig {
    /// Prefix of all container and network names, and value of the `slipway.engine` label.
    @WithDefault("slipway")
    String name();

    /// Apps answer at `<app>.<domain>`.
    @WithDefault("localhost")
    String domain();

    /// The port of API and dashboard.
    @WithDefault("8085")
    int port();

    /// The address that API and dashboard listen on.
    @WithDefault("127.0.0.1")
    String bind();

    /// Where everything that must survive a restart is kept.
    @WithDefault("/var/lib/slipway")
    Path state();

    /// The port the proxy listens on.
    @WithDefault("80")
    int httpPort();

    /// The address the proxy listens on.
    @WithDefault("127.0.0.1")
    String httpBind();

    /// The port the proxy listens on for TLS, as soon as an app has a certificate.
    @WithDefault("443")
    int httpsPort();

    /// The port for gRPC without TLS; 0 means none.
    @WithDefault("0")
    int grpcPort();

    /// The host's `/proc`: the engine's container sees it under another name.
    @WithDefault("/proc")
    Path proc();

    /// The kernel's control groups, where builds are fenced in: the engine's container sees them
    /// under another name.
    @WithDefault("/sys/fs/cgroup")
    Path cgroup();

    /// Certificate authorities to trust, in PEM, besides those that Java brings along. Need not be
    /// there.
    @WithDefault("/etc/ssl/certs/ca-certificates.crt")
    Path caBundle();

    Docker docker();

    Network network();

    Git git();

    Build build();

    Launch launch();

    Health health();

    Probation probation();

    Retire retire();

    Proxy proxy();

    Edge edge();

    Acme acme();

    Drill drill();

    Notifications notifications();

    interface Docker {
        /// The Docker engine, as `DOCKER_HOST` has it.
        @WithDefault("unix:///var/run/docker.sock")
        String host();
    }

    interface Network {
        /// Each app gets a /27 out of this range that no other Docker network uses.
        @WithDefault("10.213.0.0/16")
        String pool();
    }

    interface Git {
        /// Whether `file:` repositories may be fetched. Whoever holds the token could then read any
        /// repository that the engine can.
        @WithDefault("false")
        boolean allowFile();

        /// How long the Git server may be silent.
        @WithDefault("30s")
        Duration timeout();
    }

    interface Build {
        /// Builds that run at the same time; 0 means one per core.
        @WithDefault("0")
        int parallel();

        /// How long fetching and building may take together.
        @WithDefault("30m")
        Duration timeout();

        /// Weight of all builds together against one app, as in [Limits#cpuShares].
        @WithDefault("256")
        int cpuShares();

        /// Memory for all commands of builds together, in MiB; 0 means half of the machine's.
        @WithDefault("0")
        int memoryMb();

        /// Nothing is built when less is free on the disk, in MiB.
        @WithDefault("1024")
        int diskReserveMb();

        /// What is kept of a build log, in bytes.
        @WithDefault("4194304")
        long logLimit();
    }

    interface Launch {
        /// How long an instance may take from its start to its first good answer.
        @WithDefault("60s")
        Duration timeout();
    }

    interface Health {
        /// How often an instance that serves is asked whether it is well.
        @WithDefault("5s")
        Duration interval();

        /// How long its answer may take.
        @WithDefault("3s")
        Duration timeout();

        /// Bad answers in a row, or none, after which it is brought back; the second question comes
        /// a second after the first bad answer.
        @WithDefault("3")
        int failures();

        /// How often the images of live releases are looked for.
        @WithDefault("60s")
        Duration imageInterval();
    }

    interface Probation {
        /// Whether new releases are watched after their switch, as each app has it, while the ones
        /// before stand by, paused.
        @WithDefault("true")
        boolean enabled();
    }

    interface Retire {
        /// How long requests in flight may take before their instance is stopped all the same.
        @WithDefault("30s")
        Duration drain();

        /// How long an instance may take between SIGTERM and SIGKILL.
        @WithDefault("30s")
        Duration grace();
    }

    interface Proxy {
        /// The image that the proxy's container is made from; without one, the engine makes none.
        Optional<String> image();

        /// Open files that the container may have.
        @WithDefault("65536")
        int nofile();
    }

    interface Edge {
        Parking parking();

        Reload reload();

        /// Requests that wait while all instances of their app are away. One that would pass a
        /// limit is answered with 503 and Retry-After.
        interface Parking {
            /// How long a request may wait.
            @WithDefault("30s")
            Duration time();

            /// Of all apps together.
            @WithDefault("4096")
            int requests();

            /// Of one host.
            @WithDefault("512")
            int requestsOfHost();

            /// Bodies that the proxy holds for waiting requests, of all apps together.
            @WithDefault("268435456")
            long bytes();
        }

        interface Reload {
            /// How long a reload waits for clients to let go of their idle connections. The proxy
            /// closes them after 75 s by itself, so after that none can be cut.
            @WithDefault("75s")
            Duration quiesce();
        }
    }

    interface Acme {
        /// The directory of the authority that certificates are ordered from (RFC 8555, section
        /// 7.1.1).
        @WithDefault("https://acme-v02.api.letsencrypt.org/directory")
        URI directory();

        /// Where the authority may write to.
        Optional<String> email();

        /// Whether certificates may be ordered for hosts in private domains, such as
        /// `shop.internal`: for an authority of one's own.
        @WithDefault("false")
        boolean privateNames();
    }

    interface Drill {
        /// How long the engine may take to put one fault right.
        @WithDefault("2m")
        Duration deadline();

        /// How often drills begin by themselves; never when absent.
        Optional<Duration> every();

        /// The apps that are drilled then.
        Optional<List<String>> apps();

        /// With these faults; with all when absent.
        Optional<List<String>> faults();
    }

    /// How people are told of incidents.
    interface Notifications {
        Webhook webhook();

        Slack slack();

        Mail mail();

        /// Of one app and cause, one incident within this time is told; the others are counted.
        @WithDefault("5m")
        Duration minInterval();

        /// Where people reach the dashboard; messages have a link if it is known.
        Optional<URI> dashboardUrl();

        interface Webhook {
            /// Secret like all hooks that take what they are sent.
            Optional<Secret> url();

            /// Signs the bodies; without one they are not signed.
            Optional<Secret> secret();
        }

        interface Slack {
            Optional<Secret> url();
        }

        interface Mail {
            Optional<List<String>> to();

            /// Needed if there is somebody to write to.
            Optional<String> from();
        }
    }
}
