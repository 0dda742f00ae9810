/** Files of an application: chosen or dropped, sent with how far they are, and listed once the server has seen what they are. */
import { Button, Label, Select } from '@digdir/designsystemet-react'
import { Attachment } from '@sund/model'
import { type DragEvent, useRef, useState } from 'react'
import { fileAddress, uploadFile } from '../../api/applications.js'
import { Problem } from '../../shell/states.js'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'
import { shareText } from '../times.js'

const KINDS = Attachment.shape.kind.options

export function AttachmentsControl({ draft, id, described }: ControlProps) {
  const { words } = useReading()
  const { files: texts } = words.applications
  const { attachments } = draft.application
  const chooser = useRef<HTMLInputElement>(null)
  const [under, setUnder] = useState<Record<string, number>>({})
  const [error, setError] = useState<unknown>(null)
  const set = (change: (all: Attachment[]) => Attachment[]) =>
    draft.change((application) => ({ ...application, attachments: change(application.attachments) }))

  async function send(files: readonly File[]) {
    setError(null)
    for (const file of files) {
      const progress = (share: number) => setUnder((all) => ({ ...all, [file.name]: share }))
      try {
        progress(0)
        const attachment = await uploadFile(draft.id, file, 'other', progress)
        set((all) => [...all.filter(({ hash }) => hash !== attachment.hash), attachment])
      } catch (refused) {
        setError(refused)
      } finally {
        setUnder(({ [file.name]: _, ...others }) => others)
      }
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    void send([...event.dataTransfer.files])
  }
  return (
    <>
      {attachments.length > 0 && (
        <ul className="file-list">
          {attachments.map((file) => (
            <li key={file.hash}>
              <a className="ds-link breakable" href={fileAddress(file.hash)} download={file.name}>
                {file.name}
              </a>
              <span className="quiet">{sizeText(file.bytes, words.locale)}</span>
              <Label className="ds-sr-only" htmlFor={`${id}${file.hash}`}>
                {texts.kind(file.name)}
              </Label>
              <Select
                id={`${id}${file.hash}`}
                data-size="sm"
                value={file.kind}
                onChange={(event) => {
                  const kind = event.target.value as Attachment['kind']
                  set((all) => all.map((one) => (one.hash === file.hash ? { ...one, kind } : one)))
                }}
              >
                {KINDS.map((kind) => (
                  <Select.Option key={kind} value={kind}>
                    {texts.kinds[kind]}
                  </Select.Option>
                ))}
              </Select>
              <Button
                variant="tertiary"
                data-size="sm"
                aria-label={texts.remove(file.name)}
                onClick={() => set((all) => all.filter(({ hash }) => hash !== file.hash))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div role="status">
        {Object.entries(under).map(([name, share]) => (
          <p key={name} className="uploading">
            {texts.uploading(name, shareText(share, words.locale))}
            <progress max={1} value={share} />
          </p>
        ))}
      </div>
      {error !== null && <Problem error={error} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is another way to do what the button does. */}
      <div className="file-drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <Button
          type="button"
          variant="secondary"
          data-size="sm"
          aria-describedby={described}
          onClick={() => chooser.current?.click()}
        >
          {texts.add}
        </Button>
        <span className="quiet wide-only">{texts.drop}</span>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept=".pdf,.png,.jpg,.jpeg,.txt"
          onChange={(event) => {
            void send([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </div>
    </>
  )
}

function sizeText(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
}
