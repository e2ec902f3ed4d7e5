package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeConfigTest {
    @Test
    void the_default_needs_no_server_block() {
        assertThat(EdgeConfig.DEFAULT.needsServerBlock()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "192.0.2.7",
                "0.0.0.0/0",
                "::1",
                "2001:db8::/32",
                "fe80::1/128"
            })
    void networks(String text) {
        assertThat(new Cidr(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "all",
                "10.0.0.0/33",
                "256.0.0.1",
                "10.0.0",
                "10.0.0.0/8;",
                "1::2::3",
                ":::",
                "2001:db8::/129",
                "10.0.0.1 deny",
                "unix:"
            })
    void no_networks(String text) {
        assertThatThrownBy(() -> new Cidr(text)).isInstanceOf(Complaint.class);
    }

    @Test
    void a_directive_is_taken_apart_and_quoted() {
        assertThat(Directive.parse("gzip on")).hasToString("gzip \"on\"");
        assertThat(Directive.parse("add_header Content-Security-Policy \"default-src 'self'\""))
                .hasToString("add_header \"Content-Security-Policy\" \"default-src 'self'\"");
    }

    @Test
    void what_was_shown_can_be_sent_back() {
        var directive = Directive.parse("add_header X-A \"b c\"");

        assertThat(Directive.parse(directive.toString())).isEqualTo(directive);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gzip",
                "gzip on; return 200",
                "gzip on\nreturn 200",
                "gzip \"on",
                "gzip on }",
                "gzip {",
                "gzip on\\",
                "include /etc/passwd",
                "proxy_set_header Host x",
                "proxy_pass http://127.0.0.1:8085",
                "content_by_lua_block x",
                "root /"
            })
    void no_directives(String text) {
        assertThatThrownBy(() -> Directive.parse(text)).isInstanceOf(Complaint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "/a b", "/a;b", "/a{", "/a$host", "/a\"b", "/a\nb"})
    void no_redirects(String text) {
        assertThatThrownBy(() -> new Redirect(text, "/new", 301)).isInstanceOf(Complaint.class);
        assertThatThrownBy(() -> new Redirect("/old", text, 301)).isInstanceOf(Complaint.class);
    }

    @Test
    void a_redirect_leads_to_a_path_or_another_site() {
        assertThat(new Redirect("/old", "https://example.org:8443/new", 308).to())
                .isEqualTo("https://example.org:8443/new");
        assertThatThrownBy(() -> new Redirect("/old", "ftp://example.org/", 308))
                .isInstanceOf(Complaint.class);
        assertThatThrownBy(() -> new Redirect("/old", "/new", 200)).isInstanceOf(Complaint.class);
    }
}
