package org.vigie.signaling.sdp;

/**
 * Text that is not SDP (RFC 8866): says where, why, and what to change. Over HTTP it becomes a 400.
 */
public final class SdpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String detail;
  private final String remedy;

  SdpException(int line, String detail, String remedy) {
    super(line == 0 ? detail : "line " + line + ": " + detail, null, false, false);
    this.line = line;
    this.detail = detail;
    this.remedy = remedy;
  }

  /** The same fault at a line; the first is 1. */
  SdpException atLine(int number) {
    return new SdpException(number, detail, remedy);
  }

  /** Number of the faulty line, the first is 1; 0 if the text as a whole is at fault. */
  public int line() {
    return line;
  }

  /** What is wrong, without the line number. */
  public String detail() {
    return detail;
  }

  /** What the client has to change. */
  public String remedy() {
    return remedy;
  }
}
