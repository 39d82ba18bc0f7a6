/**
 * From an offer and what we can do to a typed spec and an answer. {@link
 * org.vigie.signaling.negotiate.WhipNegotiation} and {@link
 * org.vigie.signaling.negotiate.WhepNegotiation} are made of an offer, say what the bridge has to
 * open, and write the answer once it has; {@link org.vigie.signaling.negotiate.IceExchange} reads
 * later PATCHes.
 *
 * <p>How an offer is read: {@code LineChoice} picks the m-lines (one picture, one sound, one
 * bundle, RTP and RTCP on one port), {@code ExtensionMatch}, {@code CodecMatch} and {@code
 * FeedbackMatch} take what both sides know of each, {@code LayerMatch} and {@code SourceMatch} say
 * what a camera sends in it, {@code OfferTransport} finds the ICE credentials, fingerprints and
 * DTLS role of the bundle. {@code AnswerWriter} puts it together in the order of the offer; what
 * was not taken is answered with port 0.
 *
 * <p>Where the specifications leave room:
 *
 * <ul>
 *   <li>A single m-line needs no BUNDLE group; several do.
 *   <li>Sound in a codec that is not relayed is answered with port 0 and the picture served; a
 *       picture in such a codec refuses the offer, because nobody would see anything.
 *   <li>A data channel, and m-lines that go the other way, are answered with port 0.
 *   <li>ICE credentials, fingerprint and setup stand on every m-line, candidates on the one that
 *       speaks for the bundle: simple clients read only their own m-line, and browsers take both.
 *   <li>{@code rtcp-mux-only} is always answered (RFC 9725, section 4.4); who does not know it
 *       ignores it.
 *   <li>Fingerprints below SHA-256 are as good as none.
 *   <li>Of simulcast the first four layers are taken; a layer needs a name of letters and digits
 *       and the header extension that carries it.
 *   <li>Payload types 64 to 95 are left out: on a shared port they look like RTCP (RFC 5761,
 *       section 4).
 * </ul>
 */
@NullMarked
package org.vigie.signaling.negotiate;

import org.jspecify.annotations.NullMarked;
