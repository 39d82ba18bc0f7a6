package org.vigie.bridge.loop;

import java.util.Arrays;
import java.util.List;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.ice.StunBytes;
import org.vigie.bridge.srtp.SrtpTransform;

/** The far end of one Session: real STUN and SRTP, keys without a handshake. */
public final class VirtualTransport {
  private final SessionId id;
  private final IceCredentials bridgeIce;
  private final IceCredentials ice;
  private final SrtpKeys bridgeKeys;
  private final SrtpTransform srtp;

  /** A transport under these names, whose keys follow from {@code seed}. */
  public VirtualTransport(SessionId id, IceCredentials bridgeIce, IceCredentials ice, int seed) {
    this.id = id;
    this.bridgeIce = bridgeIce;
    this.ice = ice;
    this.bridgeKeys = keys(seed);
    this.srtp = new SrtpTransform(bridgeKeys.mirrored());
  }

  /** A transport with names that nobody had before. */
  public static VirtualTransport random() {
    return new VirtualTransport(
        SessionId.random(), IceCredentials.random(), IceCredentials.random(), 1);
  }

  private static SrtpKeys keys(int seed) {
    SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
    return new SrtpKeys(
        profile,
        filled(profile.keyLength(), seed),
        filled(profile.saltLength(), seed + 1),
        filled(profile.keyLength(), seed + 2),
        filled(profile.saltLength(), seed + 3));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    bytes[0] = (byte) (value >> 8);
    return bytes;
  }

  public SessionId id() {
    return id;
  }

  /** The bridge's credentials of this Session. */
  public IceCredentials bridgeIce() {
    return bridgeIce;
  }

  /** The peer's. */
  public IceCredentials ice() {
    return ice;
  }

  /** The keys as the bridge has them. */
  public SrtpKeys bridgeKeys() {
    return bridgeKeys;
  }

  /** What a command that opens the Session says of its transport. */
  public TransportSpec spec() {
    return new TransportSpec(ice, List.of(new Fingerprint("sha-256", "00")), DtlsRole.SERVER);
  }

  /** A connectivity check that nominates. */
  public byte[] check() {
    return StunBytes.request()
        .username(bridgeIce.ufrag() + ":" + ice.ufrag())
        .priority()
        .attribute(0x802A, new byte[8])
        .useCandidate()
        .integrity(bridgeIce.password())
        .fingerprint()
        .bytes();
  }

  /** The RTP packet in the first bytes of the array, protected. */
  public byte[] protectRtp(byte[] bytes, int length) {
    byte[] room = Arrays.copyOf(bytes, length + SrtpTransform.MAX_OVERHEAD);
    return Arrays.copyOf(room, srtp.protectRtp(room, 0, length));
  }

  /** The RTCP packet in the first bytes of the array, protected. */
  public byte[] protectRtcp(byte[] bytes, int length) {
    byte[] room = Arrays.copyOf(bytes, length + SrtpTransform.MAX_OVERHEAD);
    return Arrays.copyOf(room, srtp.protectRtcp(room, 0, length));
  }

  /** Opens an RTP packet in place; its length, or what is wrong with it, 0 or less. */
  public int openRtp(byte[] bytes) {
    return srtp.unprotectRtp(bytes, 0, bytes.length);
  }

  /** Opens an RTCP packet in place; its length, or what is wrong with it, 0 or less. */
  public int openRtcp(byte[] bytes) {
    return srtp.unprotectRtcp(bytes, 0, bytes.length);
  }

  /** Gives back what the keys hold. */
  public void close() {
    srtp.close();
  }
}
