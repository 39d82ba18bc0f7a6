package org.vigie.simulator.load.media;

/** What a session does with media, once its keys are there. */
interface Endpoint {
  /** A protected RTP packet, which may be changed where it lies. */
  void rtp(byte[] array, int offset, int length, long nowNanos);

  /** A protected compound RTCP packet, which may be changed where it lies. */
  void rtcp(byte[] array, int offset, int length, long nowNanos);

  /**
   * Called every 10 ms.
   *
   * @param tick counts the calls
   */
  void tick(long tick, long nowNanos);

  /** Lets go of the keys. */
  void close();

  /** Before there are keys nothing is taken. */
  Endpoint NONE =
      new Endpoint() {
        @Override
        public void rtp(byte[] array, int offset, int length, long nowNanos) {}

        @Override
        public void rtcp(byte[] array, int offset, int length, long nowNanos) {}

        @Override
        public void tick(long tick, long nowNanos) {}

        @Override
        public void close() {}
      };
}
