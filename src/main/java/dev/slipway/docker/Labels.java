package dev.slipway.docker;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;

/// What we write on everything that Docker holds for us, so that it can be found again without our
/// store.
public final class Labels {
    public static final String ENGINE = "slipway.engine";
    public static final String APP = "slipway.app";
    public static final String RELEASE = "slipway.release";
    public static final String DEPLOYMENT = "slipway.deployment";
    public static final String INSTANCE = "slipway.instance";

    /// The sealed configuration of the release, so that an app survives the loss of the store.
    public static final String CONFIG = "slipway.config";

    /// There when not everybody may visit the app.
    public static final String GUARDED = "slipway.guarded";

    private Labels() {}

    public static Map<String, String> ofApp(String engine, AppName app) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(ENGINE, engine);
        labels.put(APP, app.value());
        return labels;
    }

    public static Map<String, String> ofRelease(
            String engine, AppName app, int release, DeploymentId deployment) {
        var labels = ofApp(engine, app);
        labels.put(RELEASE, Integer.toString(release));
        labels.put(DEPLOYMENT, deployment.value());
        return labels;
    }

    public static Map<String, String> ofInstance(
            String engine, AppName app, int release, DeploymentId deployment, InstanceId instance) {
        var labels = ofRelease(engine, app, release, deployment);
        labels.put(INSTANCE, instance.value());
        return labels;
    }
}
