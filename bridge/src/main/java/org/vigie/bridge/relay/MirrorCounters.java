package org.vigie.bridge.relay;

/** What has gone from one Loop to the mirrors on others, and what for want of room has not. */
final class MirrorCounters {
  long copied;
  long dropped;
}
