package org.vigie.signaling.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** From which network a request comes, through reverse proxies too. */
public final class CallerNetwork {
  private final Set<InetAddress> proxies;

  /** Believes what these proxies say in X-Forwarded-For, and nobody else. */
  public CallerNetwork(Collection<InetAddress> proxies) {
    this.proxies = Set.copyOf(proxies);
  }

  String of(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        ? of(caller(request, peer.getAddress()))
        : "local";
  }

  /** An IPv6 host owns its whole /64 and could take a new address for every request. */
  public static String of(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8))
        : address.getHostAddress();
  }

  /** Each proxy adds whom it hears at the end; what stands before may be anybody's invention. */
  private InetAddress caller(Request request, InetAddress peer) {
    Iterator<String> hops =
        request.getHeaders().getCSV(HttpHeader.X_FORWARDED_FOR, false).reversed().iterator();
    InetAddress caller = peer;
    while (proxies.contains(caller) && hops.hasNext()) {
      try {
        caller = InetAddress.ofLiteral(hops.next());
      } catch (IllegalArgumentException noAddress) {
        return caller;
      }
    }
    return caller;
  }
}
