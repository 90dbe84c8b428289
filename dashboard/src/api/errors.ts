/** The server could not be reached, or did not answer in time. Whether it did what was asked is unknown. */
export class NetworkError extends Error {}

/** The server answered with problem details (RFC 9457). */
export class ApiError extends Error {
  readonly status: number;
  /** A stable relative URI such as /problems/totp-required; empty when the answer was not the API's. */
  readonly type: string;
  readonly correlationId: string | null;
  /** Messages for each field that failed validation. */
  readonly fields: Record<string, string[]>;

  constructor(
    status: number,
    type: string,
    detail: string,
    correlationId: string | null,
    fields: Record<string, string[]>,
  ) {
    super(detail);
    this.status = status;
    this.type = type;
    this.correlationId = correlationId;
    this.fields = fields;
  }

  /** The messages about a field and about what is in it: for assetPreferences also those for assetPreferences[0]. */
  about(field: string): string[] {
    return Object.entries(this.fields)
      .filter(([path]) => path === field || path.startsWith(`${field}[`) || path.startsWith(`${field}.`))
      .flatMap(([, messages]) => messages);
  }

  /** Whether a code of the user's authenticator is wanted, or another one. */
  get wantsCode(): boolean {
    return this.type === '/problems/totp-required' || this.type === '/problems/totp-wrong';
  }

  static async from(response: Response): Promise<ApiError> {
    let problem: {
      type?: string;
      title?: string;
      detail?: string;
      correlationId?: string;
      errors?: Record<string, string[]>;
    } = {};
    try {
      problem = (await response.json()) as typeof problem;
    } catch {
      // A proxy's answer, not the API's: the status has to do.
    }
    return new ApiError(
      response.status,
      problem.type ?? '',
      problem.detail ?? problem.title ?? `HTTP ${response.status}`,
      problem.correlationId ?? response.headers.get('x-correlation-id'),
      problem.errors ?? {},
    );
  }
}
