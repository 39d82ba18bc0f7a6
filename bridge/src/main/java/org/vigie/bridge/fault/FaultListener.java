package org.vigie.bridge.fault;

import org.vigie.bridge.api.CameraFault;

/** Told when a fault comes or goes: never for each packet. */
@FunctionalInterface
public interface FaultListener {
  /** The fault stands from now on, or no longer. */
  void changed(CameraFault fault, boolean stands);
}
