package dev.slipway.pipeline;

import dev.slipway.app.InstanceId;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The instances that are being brought back at the moment, so that nobody asks for it twice.
@Singleton
public class Mending {
    private final Set<InstanceId> underWay = ConcurrentHashMap.newKeySet();

    /// @return false when it is under way already
    public boolean begin(InstanceId instance) {
        return underWay.add(instance);
    }

    public void end(InstanceId instance) {
        underWay.remove(instance);
    }

    public boolean isUnderWay(InstanceId instance) {
        return underWay.contains(instance);
    }
}
