/** A candidate as `RTCIceCandidate` carries it; `null` is the end of candidates. */
export type Candidate = Pick<RTCIceCandidateInit, 'candidate' | 'sdpMid'> | null;

/** ICE credentials of one generation (RFC 8839 section 5.4). */
export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

/**
 * An `application/trickle-ice-sdpfrag` (RFC 8840 section 9) with the given candidates. With BUNDLE
 * all of them belong to the first m-line, so one pseudo m-line is enough; its mid and kind come
 * from the offer.
 */
export function buildSdpFragment(offerSdp: string, candidates: readonly Candidate[]): string {
  const credentials = iceCredentialsOf(offerSdp);
  const mid = firstMatch(offerSdp, /^a=mid:(\S+)/m) ?? '0';
  const lines = [
    `a=group:BUNDLE ${firstMatch(offerSdp, /^a=group:BUNDLE (.+?)\r?$/m) ?? mid}`,
    `m=${firstMatch(offerSdp, /^m=(\w+)/m) ?? 'audio'} 9 UDP/TLS/RTP/SAVPF 0`,
    `a=mid:${mid}`,
    `a=ice-ufrag:${credentials?.ufrag ?? ''}`,
    `a=ice-pwd:${credentials?.pwd ?? ''}`,
    ...candidates.map(candidateLine),
  ];
  return lines.join('\r\n') + '\r\n';
}

/** The first ICE credentials in an SDP or a fragment. */
export function iceCredentialsOf(sdp: string): IceCredentials | undefined {
  const ufrag = firstMatch(sdp, /^a=ice-ufrag:(\S+)/m);
  const pwd = firstMatch(sdp, /^a=ice-pwd:(\S+)/m);
  return ufrag === undefined || pwd === undefined ? undefined : { ufrag, pwd };
}

/**
 * The answer of a session whose server restarted ICE: new credentials and candidates out of the
 * fragment, all else as it was (RFC 9725 section 4.3.3). Undefined if the fragment lacks credentials.
 */
export function answerAfterRestart(answerSdp: string, fragment: string): string | undefined {
  const credentials = iceCredentialsOf(fragment);
  if (credentials === undefined) return undefined;
  const candidates = linesOf(fragment).filter((line) =>
    /^a=(candidate|end-of-candidates)/.test(line),
  );
  let placed = candidates.length === 0;
  const lines = linesOf(answerSdp).flatMap((line) => {
    if (/^a=(candidate|end-of-candidates)/.test(line)) return candidates.length === 0 ? [line] : [];
    if (line.startsWith('a=ice-ufrag:')) return [`a=ice-ufrag:${credentials.ufrag}`];
    if (!line.startsWith('a=ice-pwd:')) return [line];
    const own = placed ? [] : candidates;
    placed = true;
    return [`a=ice-pwd:${credentials.pwd}`, ...own];
  });
  return lines.join('\r\n') + '\r\n';
}

function candidateLine(candidate: Candidate): string {
  if (!candidate?.candidate) return 'a=end-of-candidates';
  return `a=${candidate.candidate.replace(/^a=/, '')}`;
}

function firstMatch(sdp: string, pattern: RegExp): string | undefined {
  return pattern.exec(sdp)?.[1];
}

function linesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== '');
}
