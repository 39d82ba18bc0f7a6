package org.vigie.simulator.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.vigie.simulator.transport.StunMessage.TransactionId;

class StunMessageTest {
  private static final String PASSWORD = "twenty-two-characters-";
  private static final TransactionId ID = new TransactionId(0x0123456789abcdefL, 42);
  private static final InetSocketAddress FROM =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32_853);

  @Test
  void anAnswerJoinsItsRequest() {
    byte[] request = request();
    byte[] answer = StunMessage.answer(request, request.length, PASSWORD, FROM);
    assertNotNull(answer);
    assertEquals(ID, StunMessage.successId(answer, answer.length, PASSWORD));
  }

  @Test
  void anAnswerTellsTheAddressThatWasSeen() { // the values of RFC 5769, section 2.2
    byte[] request = request();
    byte[] answer = StunMessage.answer(request, request.length, PASSWORD, FROM);
    assertNotNull(answer);
    byte[] expected = {0x00, 0x20, 0x00, 0x08, 0x00, 0x01, (byte) 0xa1, 0x47};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], answer[20 + i], "byte " + (20 + i));
    }
    assertEquals((byte) 0xe1, answer[28]);
    assertEquals((byte) 0x43, answer[31]);
  }

  @Test
  void whoDoesNotKnowThePasswordGetsNoAnswer() {
    byte[] request = request();
    assertNull(StunMessage.answer(request, request.length, "another password", FROM));
    request[10] ^= 1;
    assertNull(StunMessage.answer(request, request.length, PASSWORD, FROM));
    assertNull(StunMessage.answer(request, 19, PASSWORD, FROM));
  }

  @Test
  void aResponseIsNotAnswered() {
    byte[] request = request();
    byte[] answer = StunMessage.answer(request, request.length, PASSWORD, FROM);
    assertNotNull(answer);
    assertNull(StunMessage.answer(answer, answer.length, PASSWORD, FROM));
  }

  private static byte[] request() {
    return StunMessage.bindingRequest(ID, "theirs:ours", PASSWORD, 1, 2, false);
  }
}
