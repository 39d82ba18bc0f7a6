package org.vigie.bridge.ice;

import java.net.InetSocketAddress;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.UnknownAttributesAttribute;

/**
 * Writes one STUN Binding response from ice4j's attributes. The header is written here, because
 * ice4j's {@code Message.encode} reads a configuration of its own, process-wide, and wants a {@code
 * StunStack} to sign with.
 */
final class BindingResponse {
  private static final int MAX_BYTES = 160;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length = Stun.HEADER_BYTES;

  private BindingResponse(int type, byte[] transactionId) {
    Stun.putU16(bytes, 0, type);
    Stun.putU32(bytes, 4, Stun.MAGIC_COOKIE);
    System.arraycopy(
        transactionId, 0, bytes, Stun.TRANSACTION_ID_OFFSET, Stun.TRANSACTION_ID_BYTES);
  }

  static BindingResponse success(byte[] transactionId, InetSocketAddress mapped) {
    BindingResponse response = new BindingResponse(Stun.BINDING_SUCCESS, transactionId);
    TransportAddress address = new TransportAddress(mapped, Transport.UDP);
    response.append(AttributeFactory.createXorMappedAddressAttribute(address, transactionId));
    return response;
  }

  static BindingResponse error(byte[] transactionId, int code, String reason) {
    BindingResponse response = new BindingResponse(Stun.BINDING_ERROR, transactionId);
    response.append(AttributeFactory.createErrorCodeAttribute((char) code, reason));
    return response;
  }

  BindingResponse withUnknown(char[] types) {
    UnknownAttributesAttribute unknown = AttributeFactory.createUnknownAttributesAttribute();
    for (char type : types) {
      unknown.addAttributeID(type);
    }
    append(unknown);
    return this;
  }

  /** Appends MESSAGE-INTEGRITY (RFC 8489, section 14.5). */
  BindingResponse signed(byte[] password) {
    setLength(length + Stun.paddedBytes(Stun.INTEGRITY_BYTES));
    append(
        Stun.MESSAGE_INTEGRITY,
        MessageIntegrityAttribute.calculateHmacSha1(bytes, 0, length, password));
    return this;
  }

  /** Appends FINGERPRINT (RFC 8489, section 14.7); nothing may follow. */
  BindingResponse finished() {
    setLength(length + Stun.paddedBytes(Stun.FINGERPRINT_BYTES));
    append(Stun.FINGERPRINT, FingerprintAttribute.calculateXorCRC32(bytes, 0, length));
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Every attribute used here encodes itself with its header and padding. */
  private void append(Attribute attribute) {
    byte[] encoded = attribute.encode();
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += (encoded.length + 3) & ~3;
    setLength(length);
  }

  private void append(int type, byte[] value) {
    Stun.putU16(bytes, length, type);
    Stun.putU16(bytes, length + 2, value.length);
    System.arraycopy(value, 0, bytes, length + Stun.ATTRIBUTE_HEADER_BYTES, value.length);
    length += Stun.paddedBytes(value.length);
  }

  private void setLength(int total) {
    Stun.putU16(bytes, 2, total - Stun.HEADER_BYTES);
  }
}
