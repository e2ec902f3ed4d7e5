package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final AppName SHOP = new AppName("shop");
    private static final String GENERATION = "/var/lib/slipway/edge/generations/0123456789abcdef";

    @Test
    void silence_and_success_are_good() {
        assertThat(Verdict.of(0, "nginx: configuration file x test is successful").isGood())
                .isTrue();
    }

    @Test
    void a_failure_without_a_word_is_not() {
        assertThat(Verdict.of(1, "boom").complaints()).containsExactly("boom");
    }

    @Test
    void a_warning_is_a_refusal() {
        var said = "nginx: [warn] conflicting server name \"a.b\" on 127.0.0.1:80, ignored\n";

        assertThat(Verdict.of(0, said).complaints())
                .containsExactly("conflicting server name \"a.b\" on 127.0.0.1:80, ignored");
        assertThat(Verdict.of(0, said).culprits(Set.of(SHOP))).isEmpty();
    }

    @Test
    void that_http2_has_moved_is_none() {
        var said =
                "nginx: [warn] the \"listen ... http2\" directive is deprecated, use the \"http2\" directive instead in /x:1";

        assertThat(Verdict.of(0, said).isGood()).isTrue();
    }

    @Test
    void the_owner_of_the_file_is_told_the_line() {
        var said =
                "nginx: [emerg] invalid value \"maybe\" in \"gzip\" directive, it must be \"on\" or \"off\" in "
                        + GENERATION
                        + "/apps/shop.conf:9\nnginx: configuration file x test failed";

        assertThat(Verdict.of(1, said).culprits(List.of(SHOP)))
                .containsEntry(
                        SHOP,
                        "invalid value \"maybe\" in \"gzip\" directive, it must be \"on\" or \"off\" in apps/shop.conf:9");
    }

    @Test
    void a_certificate_belongs_to_its_app_too() {
        var said =
                "nginx: [emerg] cannot load certificate \"" + GENERATION + "/certs/shop.pem\": no";

        assertThat(Verdict.of(1, said).culprits(List.of(SHOP))).containsOnlyKeys(SHOP);
        assertThat(Verdict.of(1, said).culprits(List.of())).isEmpty();
    }
}
