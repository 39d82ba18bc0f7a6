package org.vigie.bridge.codec;

import org.vigie.bridge.rtp.BigEndian;

/**
 * H.264 (RFC 6184) in packetization modes 0 and 1: single NAL units, STAP-A and FU-A. The
 * interleaved mode's types are malformed here, since it is never negotiated.
 */
final class H264Inspector extends PayloadInspector {
  private static final int SLICE = 1;
  private static final int PARTITION_A = 2;
  private static final int IDR_SLICE = 5;
  private static final int ENHANCEMENT_INFORMATION = 6;
  private static final int SEQUENCE_PARAMETERS = 7;
  private static final int PICTURE_PARAMETERS = 8;
  private static final int DELIMITER = 9;
  private static final int MAX_SINGLE = 23;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private final H264Sps sps = new H264Sps();

  private boolean hasSlice;
  private boolean referred;

  @Override
  boolean parse(byte[] array, int offset, int length) {
    hasSlice = false;
    referred = false;
    boolean wellFormed =
        switch (array[offset] & 0x1f) {
          case STAP_A -> aggregate(array, offset + 1, offset + length);
          case FU_A -> fragment(array, offset, length);
          default -> single(array, offset, length);
        };
    setAwaitsSlice(parameterSets() && !hasSlice);
    setDiscardable(!referred);
    return wellFormed;
  }

  private boolean single(byte[] array, int offset, int length) {
    int header = array[offset];
    int type = header & 0x1f;
    if (type == 0 || type > MAX_SINGLE) {
      return false;
    }
    // The payload after the header: a slice begins with first_mb_in_slice, whose code for 0 is a
    // single set bit.
    boolean firstSlice = length > 1 && array[offset + 1] < 0;
    unit(header, type, firstSlice);
    if (type == SEQUENCE_PARAMETERS && sps.read(array, offset, length)) {
      setSize(sps.width(), sps.height());
    }
    return true;
  }

  /** RFC 6184, section 5.7.1: each unit behind its 16-bit size. */
  private boolean aggregate(byte[] array, int from, int end) {
    int at = from;
    while (at < end) {
      if (end - at < 3) {
        return false;
      }
      int size = BigEndian.u16(array, at);
      at += 2;
      if (size == 0 || size > end - at || !single(array, at, size)) {
        return false;
      }
      at += size;
    }
    return from < end;
  }

  /** RFC 6184, section 5.8: only the first fragment has the beginning of the unit. */
  private boolean fragment(byte[] array, int offset, int length) {
    if (length < 3) {
      return false;
    }
    int fragmentHeader = array[offset + 1];
    boolean start = (fragmentHeader & 0x80) != 0;
    boolean end = (fragmentHeader & 0x40) != 0;
    int type = fragmentHeader & 0x1f;
    if (type == 0 || type > MAX_SINGLE || (start && end)) {
      return false;
    }
    if (start) {
      unit(array[offset], type, array[offset + 2] < 0);
    } else {
      referred |= isReferred(array[offset]);
    }
    return true;
  }

  private void unit(int header, int type, boolean firstSlice) {
    referred |= isReferred(header);
    switch (type) {
      case SLICE, PARTITION_A -> ordinarySlice(firstSlice);
      case IDR_SLICE -> idrSlice(firstSlice);
      case SEQUENCE_PARAMETERS -> sequenceParameters();
      case PICTURE_PARAMETERS, ENHANCEMENT_INFORMATION, DELIMITER -> foundFrameStart();
      default -> {}
    }
  }

  private void ordinarySlice(boolean first) {
    slice(first);
    foundOrdinarySlice();
  }

  private void slice(boolean first) {
    hasSlice = true;
    if (first) {
      foundFrameStart();
    }
  }

  private void idrSlice(boolean first) {
    slice(first);
    if (first) {
      foundKeyFrame();
    }
  }

  private void sequenceParameters() {
    foundFrameStart();
    foundParameterSets();
    foundKeyFrame();
  }

  private static boolean isReferred(int header) {
    return (header & 0x60) != 0;
  }
}
