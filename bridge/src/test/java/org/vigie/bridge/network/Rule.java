package org.vigie.bridge.network;

/** What must always hold, whatever the network does. */
enum Rule {
  /** A gap in a viewer's sequence is a loss of the camera's that is still under repair. */
  NO_GAP_BUT_LOSS,
  /** A number of the viewer's names one packet for ever, and what is sent again is that packet. */
  ONE_NUMBER_ONE_PACKET,
  /** What a viewer sees begins with a key frame, also after a switch. */
  BEGINS_WITH_KEY_FRAME,
  /** One timestamp per frame, rising from frame to frame as the camera's do. */
  TIME_IS_MONOTONE,
  /** Picture ids count on, also over a switch. */
  PICTURE_IDS_COUNT,
  /** Only what a camera sent and the bridge could authenticate is forwarded, byte for byte. */
  ONLY_AUTHENTIC_MEDIA,
  /** Nothing but answers to checks goes where no check came from. */
  ONLY_PROVED_PATHS,
  /** What the bridge protects its peer can open, and no SRTP index is used twice. */
  OPENS_AT_THE_PEER,
  /** Nothing waits in the bridge for longer than it may. */
  NOTHING_WAITS,
  /** Transport-wide and RTX sequence numbers count on. */
  TRANSPORT_NUMBERS_COUNT,
  /** A packet is sent again only on request, at most once per round trip, within the budget. */
  REPAIR_IS_BOUNDED,
  /** A loss of the camera's is asked for soon, a bounded number of times, and not once it came. */
  LOSS_IS_ASKED_FOR,
  /** The camera hears of a wanted key frame rarely. */
  KEY_FRAME_REQUESTS_ARE_RARE,
  /** Histories, bursts, paths stay within their bounds, and no fault of the bridge's happens. */
  MEMORY_IS_BOUNDED,
  /** Once all have gone nothing of them is left. */
  NOTHING_IS_LEFT,
  /** Once the lines are good the picture runs. */
  PICTURE_RUNS
}
