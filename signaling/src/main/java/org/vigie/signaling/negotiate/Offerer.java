package org.vigie.signaling.negotiate;

import org.vigie.bridge.api.HeaderExtension;
import org.vigie.signaling.sdp.Direction;

/** Who offers decides which way media and header extensions go. */
enum Offerer {
  /** WHIP: sends, so the answer receives. */
  CAMERA(Direction.RECVONLY, "sendonly"),
  /** WHEP: receives, so the answer sends. */
  VIEWER(Direction.SENDONLY, "recvonly");

  private final Direction answer;
  private final String wanted;

  Offerer(Direction answer, String wanted) {
    this.answer = answer;
    this.wanted = wanted;
  }

  /** Whether an offered direction lets media pass. */
  boolean takes(Direction offered) {
    return this == CAMERA ? offered.sends() : offered.receives();
  }

  /** Our direction. */
  Direction answer() {
    return answer;
  }

  /** The direction to offer, in words. */
  String wanted() {
    return wanted;
  }

  /** Whether an extension is of use; viewers never learn which layer they are shown. */
  boolean takes(HeaderExtension extension) {
    return this == CAMERA
        || (extension != HeaderExtension.RID && extension != HeaderExtension.REPAIRED_RID);
  }
}
