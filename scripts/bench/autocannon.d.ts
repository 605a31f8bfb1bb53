/** The part of autocannon (a load generator without types of its own) that the benchmarks use. */
declare module "autocannon" {
  type Request = {
    method?: string
    path?: string
    headers?: Record<string, string>
    body?: string
    /** Called before each request, to make each one different. */
    setupRequest?: (request: Request) => Request
  }
  type Options = Omit<Request, "path" | "setupRequest"> & {
    url: string
    connections: number
    duration: number
    requests?: Request[]
  }
  type Result = {
    requests: { average: number; total: number }
    latency: { p50: number; p99: number }
    errors: number
    timeouts: number
    /** Answers by the first digit of their status. */
    "2xx": number
    "3xx": number
    "4xx": number
    "5xx": number
  }
  export default function autocannon(options: Options): Promise<Result>
}
