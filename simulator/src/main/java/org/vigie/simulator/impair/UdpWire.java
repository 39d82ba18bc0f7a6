package org.vigie.simulator.impair;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A UDP port behind which another lies, at the end of a bad line. Each client has a socket of its
 * own towards the target, so that the target sees as many peers as there are.
 */
public final class UdpWire implements AutoCloseable {
  /** Clients at once; the one that came first gives way to one more. */
  public static final int MAX_CLIENTS = 256;

  private static final int MAX_DATAGRAM_BYTES = 65_535;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int IPV4_AND_UDP_BYTES = 28;
  private static final int IPV6_AND_UDP_BYTES = 48;

  private final Lines lines;
  private final SocketAddress target;
  private final int overhead;
  private final DatagramChannel listening;
  private final Map<SocketAddress, Client> clients = new LinkedHashMap<>();

  /**
   * Opens the port.
   *
   * @param listen where clients send to; port 0 for any
   * @param target where it goes on
   * @throws IOException if the port is taken or the address not this machine's
   */
  public UdpWire(Lines lines, InetSocketAddress listen, InetSocketAddress target)
      throws IOException {
    this.lines = lines;
    this.target = target;
    this.overhead =
        target.getAddress().getAddress().length == 4 ? IPV4_AND_UDP_BYTES : IPV6_AND_UDP_BYTES;
    this.listening = open();
    listening.bind(listen);
    Thread.ofPlatform().name("from-clients").daemon().start(this::fromClients);
  }

  private static DatagramChannel open() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    return channel;
  }

  /** Where clients send to. */
  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) listening.getLocalAddress();
  }

  /** How many clients there are. */
  public int clients() {
    synchronized (clients) {
      return clients.size();
    }
  }

  /**
   * Every client goes on from another port, as after a change of network: what the target sends to
   * the port before is lost.
   *
   * @return how many clients there are
   */
  public int move() throws IOException {
    synchronized (clients) {
      for (Client client : clients.values()) {
        client.move();
      }
      return clients.size();
    }
  }

  private void fromClients() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    while (listening.isOpen()) {
      try {
        SocketAddress from = listening.receive(buffer.clear());
        lines.enter(Lines.Way.UP, new Packet(taken(buffer), overhead, client(from)::toTarget));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException _) {
        // An ICMP error about an earlier datagram; the socket goes on.
      }
    }
  }

  private static byte[] taken(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private Client client(SocketAddress from) throws IOException {
    synchronized (clients) {
      Client known = clients.get(from);
      if (known != null) {
        return known;
      }
      if (clients.size() == MAX_CLIENTS) {
        forget(clients.keySet().iterator().next());
      }
      Client made = new Client(from);
      clients.put(from, made);
      return made;
    }
  }

  private void forget(SocketAddress address) throws IOException {
    Client gone = clients.remove(address);
    if (gone != null) {
      gone.socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    synchronized (clients) {
      for (Client client : List.copyOf(clients.values())) {
        client.socket.close();
      }
      clients.clear();
    }
  }

  private final class Client {
    private final SocketAddress address;
    private volatile DatagramChannel socket;

    Client(SocketAddress address) throws IOException {
      this.address = address;
      this.socket = connected();
    }

    private DatagramChannel connected() throws IOException {
      DatagramChannel made = open();
      made.connect(target);
      Thread.ofPlatform().name("from-target").daemon().start(() -> fromTarget(made));
      return made;
    }

    void move() throws IOException {
      DatagramChannel before = socket;
      socket = connected();
      before.close();
    }

    void toTarget(byte[] bytes) {
      try {
        socket.write(ByteBuffer.wrap(bytes));
      } catch (IOException _) {
        // Lost: nobody there, or just moved.
      }
    }

    private void toClient(byte[] bytes) {
      try {
        listening.send(ByteBuffer.wrap(bytes), address);
      } catch (IOException _) {
        // Lost.
      }
    }

    private void fromTarget(DatagramChannel channel) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
      while (channel.isOpen()) {
        try {
          if (channel.read(buffer.clear()) >= 0) {
            lines.enter(Lines.Way.DOWN, new Packet(taken(buffer), overhead, this::toClient));
          }
        } catch (PortUnreachableException _) {
          // The target is away; it may come back.
        } catch (IOException _) {
          return;
        }
      }
    }
  }
}
