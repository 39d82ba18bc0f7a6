package org.vigie.bridge.forward;

/** Why a packet does not reach a viewer. */
public enum DropCause {
  /** It reaches him. */
  NONE,
  /** The viewer did not negotiate what it carries. */
  CODEC,
  /** Nothing can be shown before a key frame. */
  KEY_FRAME_AWAITED,
  /** Another Layer is shown. */
  LAYER,
  /** The viewer is not given its temporal layer. */
  INNER_LAYER,
  /** It carries nothing, and its place was closed. */
  PADDING,
  /** It came too late: no number was kept for it. */
  LATE,
  /** It was forwarded before. */
  DUPLICATE,
  /** Another camera session has taken over since it left. */
  SUPERSEDED
}
