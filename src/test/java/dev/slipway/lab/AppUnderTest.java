package dev.slipway.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/// An app with its repository on a real Git server.
public record AppUnderTest(Engine engine, String name, GitRepository source, String url) {
    public static AppUnderTest create(Engine engine, GitServer git, Path folder, String name) {
        return new AppUnderTest(
                engine, name, GitRepository.in(folder.resolve(name)), git.create(name + ".git"));
    }

    /// Commits and pushes an app that serves this text, and deploys it by a plain hook.
    public JsonNode serve(String text) {
        SampleApp.serving(source, text);
        return deploy();
    }

    /// The same for an app that runs this script.
    public JsonNode run(String script) {
        SampleApp.running(source, script);
        return deploy();
    }

    /// Commits and pushes what the source has become, and deploys it.
    public JsonNode deploy() {
        var commit = source.commit("change");
        source.push(url, "main");
        return engine.deploy("/webhook", plain(commit.value()));
    }

    public String plain(String commit) {
        return "{\"app\":\"%s\",\"repository\":\"%s\",\"commit\":\"%s\"}"
                .formatted(name, url, commit);
    }

    public JsonNode state() {
        return engine.get("/api/apps/" + name);
    }

    public JsonNode act(String action) {
        return engine.deploy("/api/apps/%s/%s".formatted(name, action), "{}");
    }

    /// The container that serves, not one that drains.
    public String container() {
        for (var instance : state().path("instances")) {
            if (instance.path("state").asText().equals("ready")) {
                return instance.path("container").asText();
            }
        }
        throw new AssertionError("No instance of " + name + " is ready: " + state());
    }
}
