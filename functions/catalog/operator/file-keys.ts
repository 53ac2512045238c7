// Where files are in the bucket. Its rules let these go after a week.
export const keyOfUpload = (id: string): string => `imports/${id}`
export const keyOfReport = (id: string): string => `reports/${id}.csv`
export const keyOfExport = (id: string): string => `exports/${id}.csv`
