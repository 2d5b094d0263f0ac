// How it looks. Lengths are in em of the person's own font size: a page that changes `html { font-size }` has no say here.

const LIGHT = `--ink:#1b2733;--paper:#fff;--soft:#f0f4f8;--line:#6d7f93;--edge:#cfd9e3;--link:var(--link-light);--mine:var(--tint-light);
--danger:#a3201d;--alert:#fff3dc;--good:#e7f4ec;--shadow:0 .5em 2em rgb(20 35 55/.28);color-scheme:light;`;
const DARK = `--ink:#e8eef4;--paper:#12181f;--soft:#1e2832;--line:#8596a8;--edge:#33414f;--link:var(--link-dark);--mine:var(--tint-dark);
--danger:#ff9d95;--alert:#35290f;--good:#173026;--shadow:0 .5em 2em rgb(0 0 0/.6);color-scheme:dark;`;

// Text of both the panel and the printed page.
const TEXT = `
h1,h2,h3,h4,p,ol,ul,figure,dl,dd{margin:0}
dt{font-weight:600}
a{color:var(--link);text-underline-offset:.15em}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;border:0;padding:0}
.said p,.entry.person p{margin-block:.5em}
.said :is(h2,h3){font-size:1.0625em;line-height:1.3;margin-block:.35em .25em;display:flex;gap:.4em;align-items:center}
.said.aside{font-size:.9375em}
.next{margin-block:.6em;padding:.5em .75em;background:var(--good);border:1px solid transparent;border-inline-start:.25em solid var(--link);border-radius:.4em}
.next p{margin:0}
.label{font-weight:600;font-size:.9375em;display:flex;gap:.35em;align-items:center}
.small{font-size:.875em;margin-block:.35em}
.sources ol{padding-inline-start:2.25em;padding-block:.15em .35em;font-size:.9375em}
.sources li{margin-block:.5em}
.facts{display:block;font-size:.9375em}
.disputes{font-size:.9375em;border:1px solid currentColor;border-radius:.3em;padding:0 .35em}
figure img{display:block;max-width:100%;height:auto;border-radius:.5em;margin-block:.35em}
`;

export const STYLE = `
:host{all:initial!important;direction:ltr!important;display:block!important;position:fixed!important;z-index:2147483000!important;
inset-block-end:1em!important;inset-inline-end:1em!important}
:host([dir=rtl]){direction:rtl!important}
:host([data-position=left]){inset-inline:1em auto!important}
:host([data-mode=page]){inset:0!important;z-index:auto!important}
:host([hidden]){display:none!important}
:host{${LIGHT}}
@media (prefers-color-scheme:dark){:host(:not([data-theme=light])){${DARK}}}
:host([data-theme=dark]){${DARK}}
*,*::before,*::after{box-sizing:border-box}
[hidden]{display:none!important}
.panel,.launcher{font:1.0625em/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;text-align:start;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
svg{width:1.35em;height:1.35em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
${TEXT}
button{font:inherit;min-height:44px;min-width:44px;padding:.4em .9em;color:var(--link);background:var(--paper);border:2px solid currentColor;
border-radius:.75em;cursor:pointer;display:inline-flex;gap:.4em;align-items:center;justify-content:center;text-align:start;touch-action:manipulation}
:focus{outline:none}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.launcher{color:var(--on-accent);background:var(--accent);border:2px solid var(--on-accent);border-radius:2em;min-height:56px;padding:.5em 1.25em .5em 1em;
max-width:min(calc(100vw - 2em),24em);font-weight:600;line-height:1.3;box-shadow:var(--shadow)}
.launcher:focus-visible{outline-color:#fff;box-shadow:0 0 0 8px #10151b}
.panel{display:flex;flex-direction:column;color:var(--ink);background:var(--paper);padding:0;margin:0;border:1px solid var(--edge);overflow:clip}
dialog.panel{position:fixed;inset:auto 1em 1em auto;width:26em;max-width:calc(100vw - 2em);height:42em;max-height:calc(var(--visible,100vh) - 2em);
border-radius:1em;box-shadow:var(--shadow);animation:rise .18s ease-out}
dialog.panel:not([open]){display:none}
:host([data-position=left]) dialog.panel{inset:auto auto 1em 1em}
@keyframes rise{from{opacity:0;transform:translateY(1em)}}
main.panel{position:absolute;inset:0;border:0;max-height:var(--visible,none)}
header{display:flex;align-items:center;gap:.25em;padding:.35em .5em .35em 1em;color:var(--on-accent);background:var(--accent)}
header :is(h1,h2){flex:1;font-size:1.125em;line-height:1.25;font-weight:650;min-width:0}
header button{flex:none;color:inherit;background:none;border-color:transparent;padding:.4em .6em}
header :focus-visible{outline-color:var(--on-accent);outline-offset:-3px}
header button:hover{border-color:currentColor}
.items{list-style:none}
.items button{width:100%;justify-content:flex-start;color:var(--ink);border-width:1px;border-color:var(--line);border-radius:.5em;padding:.5em .9em}
.items button:hover{background:var(--soft)}
.emergency{display:flex;gap:.5em;align-items:center;padding:.4em 1em;font-size:.875em;line-height:1.35;background:var(--alert);color:var(--ink);border-block-end:1px solid var(--edge)}
.emergency a{font-weight:700;display:inline-block;padding-block:.4em}
.talk{flex:1;min-height:0;display:flex;flex-direction:column}
.log,.aside-page{position:relative}
.log{flex:1;min-height:6em;overflow:auto;overscroll-behavior:contain;padding:1em;display:flex;flex-direction:column;gap:.9em}
.log:focus-visible{outline-offset:-3px}
.entry{border-radius:.9em;padding:.3em .9em;scroll-margin-top:1em;border:1px solid transparent;max-width:100%}
.entry.guide{background:var(--soft);align-self:stretch;border-end-start-radius:.25em}
.entry.person{background:var(--mine);align-self:flex-end;max-width:88%;border-end-end-radius:.25em}
.entry.escalate{background:var(--paper);border:2px solid var(--danger);border-inline-start-width:.5em}
.escalate .said :is(h2,h3){color:var(--danger);font-size:1.1875em}
.call{display:flex;align-items:center;justify-content:center;min-height:48px;margin-block:.35em;padding:.4em 1em;font-weight:700;text-decoration:none;
color:var(--paper);background:var(--danger);border-radius:.75em}
.said+.said{border-block-start:1px solid var(--edge)}
.mark{display:inline-flex;min-width:24px;min-height:24px;padding:0 .1em;border:0;background:none;font-size:.8125em;font-weight:600;border-radius:.3em;text-decoration:underline;text-underline-offset:.15em;vertical-align:baseline}
summary{min-height:44px;display:flex;align-items:center;gap:.5em;cursor:pointer;color:var(--link);font-weight:600;width:fit-content;padding-inline-end:.5em;border-radius:.4em;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";width:.5em;height:.5em;margin-inline:.2em;border:solid currentColor;border-width:0 .15em .15em 0;transform:rotate(-45deg)}
[open]>summary::before{transform:rotate(45deg)}
.otherwise p{margin-block:0 .5em}
.sources,.otherwise{border-block-start:1px solid var(--edge);margin-block-start:.4em}
.sources li:focus{background:var(--mine);border-radius:.3em;outline:3px solid var(--link);outline-offset:2px}
.sources a{line-height:1.6}
.sheet a,figcaption a,.aside-page li a{display:inline-block;padding-block:.55em}
figure{margin-block:.75em;max-width:26em}
.map{position:relative;margin-block:.35em}
.map img{margin:0}
.map button{position:absolute;min-height:0;padding:0;background:none;border-color:transparent}
figcaption{font-size:.9375em}
.feedback{display:flex;flex-wrap:wrap;gap:.4em .5em;align-items:center;font-size:.9375em;margin-block:.35em .5em}
.feedback button{padding:.25em .75em;border-width:1px}
.feedback form{flex-wrap:wrap;display:flex;gap:.4em;align-items:end;width:100%}
.feedback .small:empty{display:none}
.feedback label{flex:1 1 12em}
input,textarea{font:inherit;color:inherit;background:var(--paper);border:2px solid var(--line);border-radius:.75em;min-height:44px;width:100%;min-width:0;padding:.45em .75em;margin:0}
.replies{display:flex;flex-wrap:wrap;gap:.5em;margin-block:.6em .7em}
.replies button{padding:.35em .9em;border-width:1.5px;border-radius:1.4em;line-height:1.3}
.replies button:hover,.feedback button:hover{background:var(--mine)}
.status:not(:empty){padding:.35em 1em;display:flex;gap:.5em;align-items:center;flex-wrap:wrap;font-size:.9375em;border-block-start:1px solid var(--edge)}
.status p{display:flex;gap:.5em;align-items:center;flex:1 1 18em}
.trouble{font-weight:600}
.trouble svg{color:var(--danger)}
.dots{display:inline-flex;gap:.25em}
.dots i{width:.5em;height:.5em;border-radius:50%;background:var(--link);animation:dot 1.2s infinite ease-in-out}
.dots i:nth-child(2){animation-delay:.15s}
.dots i:nth-child(3){animation-delay:.3s}
@keyframes dot{0%,60%,100%{opacity:.3}30%{opacity:1}}
.talk>form{padding:.4em 1em .2em;border-block-start:1px solid var(--edge)}
.talk>form label{display:block;font-weight:600;margin-block-end:.35em}
.row{display:flex;gap:.5em;align-items:flex-end}
.row button{flex:none;color:var(--on-accent);background:var(--accent);border-color:var(--accent)}
textarea{resize:none;field-sizing:content;max-height:8em;overflow:auto}
.aside-page{flex:1;min-height:0;overflow:auto;padding:1em}
.aside-page :is(h2,h3,h4){line-height:1.3;font-size:1.0625em}
.aside-page>:first-child{font-size:1.25em}
.aside-page :is(h3,h4):not(:first-child){margin-block:.9em .15em}
.aside-page p{margin-block:.35em .75em}
.aside-page ul{padding-inline-start:1.25em;margin-block-end:1em}
.aside-page .items{padding:0;margin-block:.75em 1.25em;display:grid;gap:.5em}
.danger{color:var(--danger)}
main .log>*,main .aside-page>*{width:100%;max-width:46em;margin-inline:auto}
main .log>.person{width:fit-content;margin-inline:auto max(0em,(100% - 46em)/2);max-width:min(88%,40em)}
main .talk>form,main .status:not(:empty){padding-inline:max(1em,(100% - 46em)/2)}
@media (max-width:30em),(max-height:30em){
dialog.panel,:host([data-position=left]) dialog.panel{inset:0;width:100%;max-width:none;height:100%;max-height:var(--visible,none);border:0;border-radius:0}
.log{padding:.75em}
.launcher{max-width:min(calc(100vw - 2em),18em)}}
@media (max-width:24em){header button{flex-direction:column;gap:0;font-size:.8125em;line-height:1.1;padding:.2em .4em}}
@media (max-height:30em){
.panel{overflow:auto;scroll-padding-block:4.5em 1em}
.emergency{position:sticky;top:0;z-index:1}
.talk,.log,.aside-page{flex:none;overflow:visible}.entry{scroll-margin-top:4.5em}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
@media (forced-colors:active){.dots i{background:CanvasText}.call,.row button,.launcher,header{border:2px solid ButtonText}summary::before{border-color:LinkText}}
@media print{:host{display:none!important}}
`;

export const PRINT_STYLE = `
:root{${LIGHT}--link-light:#0b4a70;--tint-light:#e3eef6;--soft:#fff;font:11pt/1.45 system-ui,sans-serif;color:#1b2733;background:#fff}
body{max-width:44em;margin:0 auto;padding:1em;overflow-wrap:anywhere}
${TEXT}
svg{width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2}
.entry{margin-block:.75em;padding:.25em .75em;border-inline-start:3px solid #cfd9e3}
.entry.person{border-color:#0b4a70;background:#f3f7fa}
.entry>.hidden:first-child{position:static;width:auto;height:auto;clip-path:none;font-weight:600;font-size:.875em}
summary{font-weight:600}
.sources a::after{content:" " attr(href);font-size:.875em}
figure,.next,li{break-inside:avoid}
figure img{max-height:14cm}
@media print{body{padding:0;max-width:none}.sheet,figcaption a{display:none}}
`;
