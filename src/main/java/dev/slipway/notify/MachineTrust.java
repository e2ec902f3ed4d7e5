package dev.slipway.notify;

import dev.slipway.config.CaBundle;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The mailer trusts whom the rest of the engine trusts: `quarkus.mailer.tls-configuration-name`
/// names this. The bundle is read when the mailer is made.
@Singleton
class MachineTrust extends BaseTlsConfiguration {
    private static final String NAME = "machine";

    private final CaBundle bundle;

    MachineTrust(CaBundle bundle) {
        this.bundle = bundle;
    }

    void register(@Observes StartupEvent event, TlsConfigurationRegistry registry) {
        registry.register(NAME, this);
    }

    @Override
    public TrustOptions getTrustStoreOptions() {
        try {
            return TrustOptions.wrap(bundle.trustManager());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Vert.x' mail client has none of its own.
    @Override
    public Optional<String> getHostnameVerificationAlgorithm() {
        return Optional.of("HTTPS");
    }
}
